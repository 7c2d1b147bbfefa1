//! Busy ports.
//!
//! A port that was **asked for** has to be free, or the node does not start. A **default** port that is taken is replaced
//! by a free one, and the log says so. Ports are tried before anything is opened, because the parts that listen on them
//! start late and some of them go on in silence when they fail. Port 0 always means "any free one".

use sc_network::{
	config::NetworkConfiguration,
	multiaddr::{Multiaddr, Protocol},
};
use sc_service::{
	config::{PrometheusConfig, RpcConfiguration},
	Configuration,
};
use std::{
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener},
};

/// Which ports were asked for on the command line.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
	/// `--rpc-port`. An endpoint that was given in full says by itself whether another port will do.
	pub rpc: bool,
	/// `--port`, or `--listen-addr`.
	pub network: bool,
	/// `--prometheus-port`.
	pub prometheus: bool,
}

/// Makes sure of the ports of `config`, or says in one line which of them cannot be had.
pub fn settle(config: &mut Configuration, asked: Asked) -> Result<(), String> {
	settle_rpc(&mut config.rpc, asked.rpc)?;
	settle_network(&mut config.network, asked.network)?;
	if let Some(prometheus) = &mut config.prometheus_config {
		settle_prometheus(prometheus, asked.prometheus)?;
	}
	Ok(())
}

fn settle_rpc(rpc: &mut RpcConfiguration, asked: bool) -> Result<(), String> {
	for endpoint in rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port &= !asked;
		if endpoint.is_optional {
			continue;
		}
		if let Some(trouble) = trouble(endpoint.listen_addr) {
			resolve("JSON-RPC", "--rpc-port", trouble, !endpoint.retry_random_port)?;
			endpoint.listen_addr.set_port(0);
		}
	}
	Ok(())
}

fn settle_network(network: &mut NetworkConfiguration, asked: bool) -> Result<(), String> {
	let trouble = network.listen_addresses.iter().filter_map(tcp_address).find_map(trouble);
	if let Some(trouble) = trouble {
		resolve("the network", "--port", trouble, asked)?;
		for address in &mut network.listen_addresses {
			*address = on_any_port(address);
		}
	}
	Ok(())
}

fn settle_prometheus(prometheus: &mut PrometheusConfig, asked: bool) -> Result<(), String> {
	if let Some(trouble) = trouble(prometheus.port) {
		resolve("Prometheus", "--prometheus-port", trouble, asked)?;
		prometheus.port.set_port(0);
	}
	Ok(())
}

/// An error if the port was asked for, else a line in the log.
fn resolve(service: &str, flag: &str, trouble: String, asked: bool) -> Result<(), String> {
	if asked {
		return Err(format!("{trouble}: choose another port for {service} with {flag}"));
	}
	log::warn!("{trouble}: {service} takes any free port instead; choose one with {flag}");
	Ok(())
}

/// Why nobody can listen on `address`, if nobody can. An address family that the machine lacks is no trouble: there is the
/// other one.
fn trouble(address: SocketAddr) -> Option<String> {
	if address.port() == 0 {
		return None;
	}
	match TcpListener::bind(address).err()?.kind() {
		ErrorKind::AddrInUse => Some(format!("port {} is in use", address.port())),
		ErrorKind::PermissionDenied => {
			Some(format!("port {} may not be used by this user", address.port()))
		},
		_ => None,
	}
}

/// The address and TCP port in `address`.
fn tcp_address(address: &Multiaddr) -> Option<SocketAddr> {
	let mut protocols = address.iter();
	let ip = match protocols.next()? {
		Protocol::Ip4(ip) => IpAddr::from(ip),
		Protocol::Ip6(ip) => IpAddr::from(ip),
		_ => return None,
	};
	match protocols.next()? {
		Protocol::Tcp(port) => Some(SocketAddr::new(ip, port)),
		_ => None,
	}
}

/// `address` with port 0.
fn on_any_port(address: &Multiaddr) -> Multiaddr {
	address.iter().fold(Multiaddr::empty(), |address, protocol| {
		address.with(match protocol {
			Protocol::Tcp(_) => Protocol::Tcp(0),
			Protocol::Udp(_) => Protocol::Udp(0),
			other => other,
		})
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn busy_port_is_trouble_until_it_is_free() {
		let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
		let address = listener.local_addr().expect("the port");
		assert_eq!(trouble(address), Some(format!("port {} is in use", address.port())));
		drop(listener);
		assert_eq!(trouble(address), None);
	}

	#[test]
	fn port_zero_is_never_trouble() {
		assert_eq!(trouble(SocketAddr::from(([127, 0, 0, 1], 0))), None);
	}

	#[test]
	fn only_a_port_that_was_asked_for_stops_the_node() {
		assert_eq!(
			resolve("JSON-RPC", "--rpc-port", "port 9944 is in use".into(), true),
			Err("port 9944 is in use: choose another port for JSON-RPC with --rpc-port".into())
		);
		assert_eq!(resolve("JSON-RPC", "--rpc-port", "port 9944 is in use".into(), false), Ok(()));
	}

	#[test]
	fn tcp_address_is_found_in_listen_addresses() {
		let tcp: Multiaddr = "/ip4/127.0.0.1/tcp/30333".parse().expect("an address");
		assert_eq!(tcp_address(&tcp), Some(SocketAddr::from(([127, 0, 0, 1], 30333))));
		let websocket: Multiaddr = "/ip6/::1/tcp/30333/ws".parse().expect("an address");
		assert_eq!(tcp_address(&websocket), "[::1]:30333".parse().ok());
		let udp: Multiaddr = "/ip4/127.0.0.1/udp/30333".parse().expect("an address");
		assert_eq!(tcp_address(&udp), None);
	}

	#[test]
	fn any_port_keeps_the_rest_of_the_address() {
		let address: Multiaddr = "/ip6/::/tcp/30333/ws".parse().expect("an address");
		let expected: Multiaddr = "/ip6/::/tcp/0/ws".parse().expect("an address");
		assert_eq!(on_any_port(&address), expected);
	}
}
