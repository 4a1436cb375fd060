"""What may come in and what may go out: hosts and origins, cookies, connections, sockets, uploads, downloads."""
