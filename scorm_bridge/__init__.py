"""The web edge and the SCORM use cases: packages, launches, runtime, content."""
