"""A small transformer over histories, trained with torch on the CPU, served by onnxruntime without it."""
