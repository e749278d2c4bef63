"""What inspecting is: encode, score, judge, explain, and the results."""
