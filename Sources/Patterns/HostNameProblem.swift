/// Why a text is not a host name of two labels or more.
///
/// `description` is a clause about the pattern ("it begins with @"), without a full stop, for use in a message.
package enum HostNameProblem: Error, Hashable, Sendable {
  case empty
  case space
  case scheme(String)
  case leadingAt
  case mailbox
  case wildcard
  case leadingDot
  case port(String)
  case path(String)
  case emptyLabel
  case singleLabel(String)
  case numericTopLevel(String)
  case labelTooLong(String, octets: Int)
  case nameTooLong(octets: Int)
  case hyphen(String)
  case forbidden(Unicode.Scalar, label: String)
  case fullStop(Unicode.Scalar)
  case international(String, reason: String)
}

extension HostNameProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "it is empty"
    case .space: "it contains a space"
    case .scheme(let scheme): "it begins with a scheme (\(scheme)://), as a link does"
    case .leadingAt: "it begins with @"
    case .mailbox: "it contains @, so it is an address, not a domain"
    case .wildcard: "it begins with *., and a domain has no wildcards"
    case .leadingDot: "it begins with a dot"
    case .port(let port): "it ends with a port (:\(port))"
    case .path(let path): "it is followed by a path (\(path))"
    case .emptyLabel: "there is nothing between two of its dots"
    case .singleLabel(let label): "\(label) is one label alone; a domain has two or more, as in example.com"
    case .numericTopLevel(let label): "it ends in the number \(label), as an IP address does"
    case .labelTooLong(let label, let octets): "the label \(label) has \(octets) octets, more than 63"
    case .nameTooLong(let octets): "it has \(octets) octets, more than 253"
    case .hyphen(let label): "the label \(label) begins or ends with a hyphen"
    case .forbidden(let scalar, let label):
      "the label \(label) contains \(HiddenCharacters.name(of: scalar)); only letters, digits and hyphens may be there"
    case .fullStop(let scalar): "it contains \(HiddenCharacters.name(of: scalar)) in place of a dot"
    case .international(let label, let reason): "the label \(label) is no valid international name: \(reason)"
    }
  }
}
