package acceptance_test

func hearHangups() {}
