/// A piece of a regular expression that Java and PCRE2 read in two ways, or that only one of them reads.
///
/// `description` is a clause ("{ is no quantifier here…"), without a full stop, for use in a message.
package enum RegexDifference: Hashable, Sendable {
  case nestedClass
  case posixClass
  case classIntersection
  case verb
  case group(String)
  case flag(String)
  case freeSpacing
  case bareBrace
  case escape(String)
  case property(String)
  case groupName(String)
}

extension RegexDifference: CustomStringConvertible {
  package var description: String {
    switch self {
    case .nestedClass: "[ inside a class begins a second class in Java and is an ordinary character elsewhere"
    case .posixClass: "a class such as [:alpha:] means other characters in Java; write \\p{Alpha}"
    case .classIntersection: "&& inside a class takes the common part in Java and is two ordinary characters elsewhere"
    case .verb: "(* begins a command that Java does not know"
    case .group(let opening): "Java does not know a group that begins with \(opening)"
    case .flag(let flag): "the flag \(flag) means something else in Java, or nothing"
    case .freeSpacing: "the flag x changes what spaces mean, inside classes in Java only"
    case .bareBrace: "Java refuses { where no number follows; write \\{"
    case .escape(let escape): "\(escape) means something else in Java, or nothing"
    case .property(let name): "the property \(name) means something else in Java, or nothing"
    case .groupName(let name): "Java takes only letters and digits in a group's name, not \(name)"
    }
  }
}

/// A difference, and how many Unicode scalars stand before it.
struct LocatedDifference: Hashable, Sendable {
  let difference: RegexDifference
  let offset: Int
}
