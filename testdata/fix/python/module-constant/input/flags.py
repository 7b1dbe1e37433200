NEW_HOME = "new_home"
OTHER = "other"
