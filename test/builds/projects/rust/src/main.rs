fn main() {
    let text = std::fs::read_to_string("static/greeting.txt").expect("the file of the project");
    let digest = openssl::sha::sha256(text.trim().as_bytes());
    println!("{} {:02x?} {}", text.trim(), &digest[..4], openssl::version::version().starts_with("OpenSSL 3"));
}
