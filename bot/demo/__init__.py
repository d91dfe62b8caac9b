"""The demo: the main job told step by step, on real parts started beside it."""
