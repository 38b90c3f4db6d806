"""The events and documents that robot, server, simulator and researcher share."""
