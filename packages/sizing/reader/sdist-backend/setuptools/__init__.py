"""Stands in for setuptools while pip downloads a source release: see build_meta.py."""
