package queue

func run() {
	if ready() {
		start()
	}
}
