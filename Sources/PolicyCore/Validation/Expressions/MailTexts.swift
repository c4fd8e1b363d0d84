import Languages
import Patterns

/// The texts of a message that an expression may be held against.
enum MailTexts {
  /// Addresses as mail has them: a local part is of dot-separated words or quoted (RFC 5321, RFC 6531), without an `@`.
  static let addresses = (try? Language.addresses(at: .hostNamesOfAnyCase, localParts: localParts)) ?? .none

  /// Whatever may come up: an address, the name of a host, an IP address, or the empty sender of a bounce.
  static let all = [addresses, .hostNamesOfAnyCase, ipv6, .emptyText].reduce(Language.none) {
    (try? $0.union($1, within: .wide)) ?? $0
  }

  /// Every address at exactly one host.
  static func addresses(at host: String) -> Language? { addresses(at: .text(host)) }

  /// Every address at some hosts.
  static func addresses(at hosts: Language) -> Language? { try? .addresses(at: hosts, localParts: localParts) }

  /// Every address whose local part and host name are of letters: an expression for all of these is for everybody.
  static let plainAddresses =
    (try? Language.addresses(at: expression(#"[a-z]+(\.[a-z]+)+"#), localParts: .letters)) ?? .none

  /// Every IPv4 address.
  static let ipv4 = expression(#"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}"#)

  /// The rules by which names are registered; nil where the list is not installed.
  static let suffixes: SuffixRules? = PublicSuffix.text().map { text in
    SuffixRules(list: text) { (try? HostName.parse($0 + ".example"))?.ascii.dropLast(8).description }
  }

  /// What may stand before the `@`.
  static let localParts = expression(
    // Without the line separators, which `.` does not match and no address has.
    #"([!#-'*+\x2D./0-9=?A-Z^-~]|[^\x00-\x9F\x{2028}\x{2029}])+|"([ !#-?A-~]|[^\x00-\x9F\x{2028}\x{2029}]|\\")*""#
  )
  private static let ipv6 = expression("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")

  /// A language that is written down here; one with a mistake would have no text, and a test says so.
  private static func expression(_ source: String) -> Language {
    (try? Language(source: source, .whole, within: .wide)) ?? .none
  }
}
