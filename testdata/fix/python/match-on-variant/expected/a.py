def paint(user):
    warm()
    hot()
