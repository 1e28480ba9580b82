"""The only room that speaks SQL; shop types in and out."""
