"""Pictures of scans without OpenGL: colour maps, camera, splats, lettering, thumbnails."""
