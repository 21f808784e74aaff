//! Access control: requests must be for our address, come from our page, and have the token.

use std::net::IpAddr;

/// What a request is checked against.
pub(super) struct Access {
    token: String,
    /// The allowed values of `Host`.
    hosts: Vec<String>,
}

impl Access {
    /// Access for a port of this machine, and for its address in the network.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub(super) fn new(port: u16, outside: Option<IpAddr>) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let token = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let names = ["127.0.0.1".to_owned(), "localhost".to_owned()].into_iter();
        let names = names.chain(outside.map(|ip| ip.to_string()));
        Ok(Self { token, hosts: names.map(|name| format!("{name}:{port}")).collect() })
    }

    /// The token.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether `Host` is ours. Otherwise a foreign name that resolves to us would let a foreign
    /// page read our answers (DNS rebinding).
    pub(super) fn is_own_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own == host)
    }

    /// Whether a request comes from a page of ours.
    pub(super) fn is_own_origin(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.is_own_host(host))
    }

    /// Whether a token is ours, compared in constant time.
    pub(super) fn is_token(&self, given: &str) -> bool {
        let (own, given) = (self.token.as_bytes(), given.as_bytes());
        let differences = own.iter().zip(given).fold(0, |all, (a, b)| all | (a ^ b));
        own.len() == given.len() && std::hint::black_box(differences) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Access;

    #[test]
    fn only_our_own_addresses_and_token_are_known() {
        let access = Access::new(4100, Some([192, 168, 0, 7].into())).expect("random numbers");
        for own in ["127.0.0.1:4100", "localhost:4100", "192.168.0.7:4100"] {
            assert!(access.is_own_host(own) && access.is_own_origin(&format!("http://{own}")));
        }
        for foreign in ["127.0.0.1", "127.0.0.1:4101", "evil.example:4100", "", "localhost"] {
            assert!(!access.is_own_host(foreign), "{foreign}");
        }
        assert!(!access.is_own_origin("null") && !access.is_own_origin("https://localhost:4100"));
        assert!(access.is_token(access.token()));
        assert!(!access.is_token("") && !access.is_token(&access.token()[1..]));
        let other = Access::new(4100, None).expect("random numbers");
        assert!(!access.is_token(other.token()));
    }
}
