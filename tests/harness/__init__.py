"""What the tests stand on: databases, the page reader, browsers, races, and the source reader."""
