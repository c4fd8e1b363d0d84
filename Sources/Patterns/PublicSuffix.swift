import CPSL
import Synchronization

/// Asks the Public Suffix List (publicsuffix.org) under which names anyone can register one.
///
/// The list is the newer of the system's and the one inside libpsl, read once.
package enum PublicSuffix {
  /// The part of the list that names a suffix.
  package enum Section: Hashable, Sendable {
    /// Delegated by ICANN: `com`, `co.uk`.
    case icann
    /// Offered by a company to its customers: `github.io`.
    case `private`
  }

  /// The section that lists a name as a public suffix; nil if it is none.
  ///
  /// Takes one label too (`com`), upper case and a final dot. A top-level domain that is not on the list is not a
  /// suffix here, although the list's own default rule would make it one.
  package static func section(of name: String) -> Section? {
    let plain = normalised(name)
    guard !plain.isEmpty else { return nil }
    return list.withLock { list in
      guard let list else { return nil }
      if psl_is_public_suffix2(list, plain, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) == 1 { return .icann }
      if psl_is_public_suffix2(list, plain, PSL_TYPE_PRIVATE | PSL_TYPE_NO_STAR_RULE) == 1 { return .private }
      return nil
    }
  }

  /// The section that lists a host name as a public suffix; nil if it is none.
  package static func section(of name: HostName) -> Section? { section(of: name.ascii) }

  /// The name that someone registered and this name is at or below: `example.co.uk` for `mail.example.co.uk`.
  ///
  /// Nil for a public suffix. Under a top-level domain that is not listed it is the last two labels.
  package static func registrableDomain(of name: String) -> String? {
    let plain = normalised(name)
    return list.withLock { list in
      guard let list else { return nil }
      // libpsl answers with a pointer into its argument, so both must live until the copy is made.
      return plain.withCString { text in psl_registrable_domain(list, text).map { String(cString: $0) } }
    }
  }

  package static func registrableDomain(of name: HostName) -> String? { registrableDomain(of: name.ascii) }

  /// libpsl compares bytes: it wants lower case and no final dot.
  private static func normalised(_ name: String) -> String {
    let lower = name.lowercased()
    return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
  }

  private static let list = Mutex<OpaquePointer?>(psl_latest(nil))

  /// The system's list as the text in which it is published; nil where it is not installed.
  ///
  /// For those who have to go over its rules, which libpsl does not offer. It is read anew each time.
  package static func text() -> String? {
    guard let text = postern_psl_text() else { return nil }
    defer { free(text) }
    return String(validatingCString: text)
  }
}
