"""管理: accounts, units and assignments, libraries, settings and rules, locks, backups."""
