"""The protocols under which detection without training on the object is published."""
