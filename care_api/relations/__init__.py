"""The people around a resident: next of kin, guardian, general practitioner."""
