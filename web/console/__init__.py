"""The console: where marketing edits what the assistant understands and says."""
