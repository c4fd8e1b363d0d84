/// Why a text is not an IP address or a network.
///
/// `description` is a clause about the pattern ("it has a zone id…"), without a full stop, for use in a message.
package enum IPAddressProblem: Error, Hashable, Sendable {
  case empty
  case space
  case octalLooking(String)
  case octetTooLarge(String)
  case shorthand(parts: Int)
  case tooManyOctets(Int)
  case emptyOctet
  case notHexadecimal(String)
  case groupTooLong(String)
  case groupCount(Int)
  case compressedTwice
  case nothingCompressed
  case danglingColon
  case zone(String)
  case brackets
  case port(String)
  case path(String)
  case netmask(String)
  case prefixMissing
  case prefixNotANumber(String)
  case prefixTooLong(Int, limit: Int)
  case severalSlashes
  case notAnAddress
}

extension IPAddressProblem: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "it is empty"
    case .space: "it contains a space"
    case .octalLooking(let octet):
      "the part \(octet) begins with a zero, which some programs read as octal; write it without the zero"
    case .octetTooLarge(let octet): "the part \(octet) is more than 255"
    case .shorthand(let parts): "an IPv4 address has four parts, this one has \(parts)"
    case .tooManyOctets(let parts): "an IPv4 address has four parts, this one has \(parts)"
    case .emptyOctet: "a part between two dots is missing"
    case .notHexadecimal(let group): "the part \(group) is not a hexadecimal number"
    case .groupTooLong(let group): "the part \(group) has more than four hexadecimal digits"
    case .groupCount(let count): "an IPv6 address has eight parts, or :: in place of some; this one has \(count)"
    case .compressedTwice: "it has :: more than once"
    case .nothingCompressed: "it has :: but no part is left out"
    case .danglingColon: "it begins or ends with a single colon"
    case .zone(let zone): "it has a zone id (%\(zone)), which means something on one computer only"
    case .brackets: "it is written in brackets; write the address alone"
    case .port(let port): "it ends with a port (:\(port)); a policy has none"
    case .path(let path): "it is followed by a path (\(path))"
    case .netmask(let mask): "the network is written with a mask (/\(mask)); write the number of bits"
    case .prefixMissing: "the number of bits after the slash is missing"
    case .prefixNotANumber(let text): "\(text) after the slash is not a number of bits"
    case .prefixTooLong(let length, let limit): "/\(length) is more than the \(limit) bits of the address"
    case .severalSlashes: "it has more than one slash"
    case .notAnAddress: "it is neither an IPv4 nor an IPv6 address"
    }
  }
}
