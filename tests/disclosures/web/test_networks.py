"""No address that only this machine's network reaches counts as public, however it is written."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosures.web.networks import is_public

HIDDEN = {
    "this network": ("0.0.0.0", "0.1.2.3", "::"),  # noqa: S104  # refused
    "this machine": (
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
    ),
    "private": ("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "::ffff:10.0.0.1", "fc00::1"),
    "shared": ("100.64.0.1", "100.100.100.200"),
    "metadata of clouds": ("169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "192.0.0.192"),
    "host under a virtual machine": ("168.63.129.16", "::ffff:168.63.129.16", "64:ff9b::a83f:8110"),
    "link": ("169.254.0.1", "fe80::1", "fe80::1%eth0", "fec0::1"),
    "many machines": ("224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1", "::ffff:224.0.0.1"),
    "reserved": ("240.0.0.1", "5f00::1", "100::1", "198.18.0.1"),
    "documentation": ("192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"),
    "translated": ("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1"),
    "tunnels": ("2001::1", "2002:7f00:1::", "2002:808:808::"),
}
PUBLIC = (
    *("8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.0.1.1"),
    *("192.167.255.255", "223.255.255.254", "2606:4700::1111", "2a00:1450:4001:82b::2004"),
    *("::ffff:8.8.8.8", "64:ff9b::808:808"),
)


@pytest.mark.parametrize("address", [address for kind in HIDDEN.values() for address in kind])
def test_hidden_address_is_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_mapped_address_is_judged_as_the_one_it_carries(address: ipaddress.IPv4Address) -> None:
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    translated = ipaddress.IPv6Address(f"64:ff9b::{address}")
    assert is_public(mapped) == is_public(translated) == is_public(address)
