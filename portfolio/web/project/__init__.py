"""The parts of 项目详情: each draws one section from what is known of one project."""
