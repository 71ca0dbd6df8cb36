"""Where does one province stand, and what is not known of it?"""
