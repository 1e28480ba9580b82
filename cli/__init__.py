"""The shoptalk command: wires rooms into commands and processes."""
