"""The few sentences that the gateway itself says to a customer, when the assistant cannot."""

SLOW = "This is taking longer than usual. Your message is kept, and the answer will appear here."
GAVE_UP = "I could not answer this one, so I have asked a colleague to take a look. They will reply here."
TAKEN = "{name} has joined the conversation."
HANDED_BACK = "{name} has left. The assistant answers again."
OFFER_PERSON = "I am sorry that this is not going well. If you like, a person takes over here."
TO_PERSON = "Talk to a person"
GO_ON = "No, go on"
