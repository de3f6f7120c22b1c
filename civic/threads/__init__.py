"""The line through: one row per matter with its six seals, from the first word to the checked outcome."""
