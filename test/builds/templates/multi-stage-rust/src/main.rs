use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> std::io::Result<()> {
    if std::env::args().nth(1).as_deref() == Some("health") {
        let mut stream = TcpStream::connect("127.0.0.1:18132")?;
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        std::process::exit(if answer.contains("200 OK") { 0 } else { 1 });
    }
    for stream in TcpListener::bind("0.0.0.0:18132")?.incoming() {
        let mut stream = stream?;
        let mut asked = [0; 512];
        let _ = stream.read(&mut asked)?;
        let mut buffer = itoa::Buffer::new();
        let body = format!("the answer is {}\n", buffer.format(42));
        write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.len(), body)?;
    }
    Ok(())
}
