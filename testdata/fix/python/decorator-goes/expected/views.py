@login_required
def home(request):
    return render(request)
