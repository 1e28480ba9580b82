"""The action server: a Rasa action is a thin file that asks a service and names a reply."""
