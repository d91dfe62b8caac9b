"""The Campus of a client without an LMS: its learners sign in by e-mail, see their games and play.

Unlike a launch from an LMS, who is there is proven, so the pages hold a cookie, and no other site
may frame them or send their forms.
"""
