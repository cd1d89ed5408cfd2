"""The open data files; README.md beside them tells what each holds and where it comes from."""
