"""Which machines may be asked at all: those on the public internet, by their IP address. Pure.

A web address that somebody types must never reach what only this machine's network can reach: itself,
neighbours, a cloud's metadata service.
"""

import ipaddress

type IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# RFC 4291, 2.4: everything that is routed stands in here, save what translates IPv4 addresses.
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address, which a gateway of this network would ask."""
SPECIAL = (
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("168.63.129.16/32"),
    ipaddress.IPv6Network("2001::/23"),
    ipaddress.IPv6Network("2002::/16"),
    ipaddress.IPv6Network("3fff::/20"),
)
"""What counts as global for Python, in some of its versions, and is none (RFC 6890 and 9637): protocol
assignments, a cloud's metadata among them; the host under a virtual machine (Azure); Teredo and 6to4, which
carry an IPv4 address and end at a relay nobody chose; documentation."""


def is_public(address: IpAddress) -> bool:
    """Whether an address belongs to a single machine on the public internet.

    Addresses that carry an IPv4 address are judged by it: `::ffff:127.0.0.1` is this machine.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = address.ipv4_mapped
        if carried is None and address in TRANSLATED:
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if carried is not None:
            return is_public(carried)
        if address not in GLOBAL_UNICAST:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in SPECIAL)
    )
