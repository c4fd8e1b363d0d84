/// Why a text is not one `local@domain` address.
///
/// `description` is a clause about the pattern ("it has no @"), without a full stop, for use in a message.
package enum EmailAddressProblem: Error, Hashable, Sendable {
  case empty
  case surroundingSpace
  case displayName
  case scheme(String)
  case noAt
  case severalAts
  case severalAddresses
  case emptyLocal
  case emptyDomain
  case localTooLong(octets: Int)
  case tooLong(octets: Int)
  case localDot
  case localSpace
  case localForbidden(Unicode.Scalar)
  case unclosedQuote
  case quoteInside
  case addressLiteral
  case domain(HostNameProblem)
}

extension EmailAddressProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "it is empty"
    case .surroundingSpace: "there is a space before or after it"
    case .displayName: "it is written with a name and angle brackets; write the address alone"
    case .scheme(let scheme): "it begins with \(scheme):, as a link does"
    case .noAt: "it has no @"
    case .severalAts: "it has more than one @"
    case .severalAddresses: "it is more than one address; a policy has one"
    case .emptyLocal: "there is nothing before @"
    case .emptyDomain: "there is nothing after @"
    case .localTooLong(let octets): "the part before @ has \(octets) octets, more than 64"
    case .tooLong(let octets): "it has \(octets) octets, more than 254"
    case .localDot: "the part before @ begins or ends with a dot, or has two in a row"
    case .localSpace: "the part before @ contains a space"
    case .localForbidden(let scalar):
      "the part before @ contains \(HiddenCharacters.name(of: scalar)), which is allowed only between quotes"
    case .unclosedQuote: "a quoted part before @ is not closed"
    case .quoteInside: "quotes before @ must enclose the whole part before @"
    case .addressLiteral: "after @ stands an IP address in brackets; write a domain"
    case .domain(let problem): "after @, \(problem)"
    }
  }
}
