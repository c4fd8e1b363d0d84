/// Makes the patterns of generated policies, from vendors of which it remembers the latest.
struct PatternGenerator: Sendable {
  /// Domains of which policies were made lately; a policy for an address in one of them is shadowed.
  private var recentDomains = Vocabulary.reservedDomains
  private var nextRecent = 0
  private static let remembered = 64

  mutating func vendor(_ random: inout SeededRandom) -> String {
    if random.chance(900) { return random.pick(Vocabulary.reservedDomains) }
    if random.chance(700) { return random.pick(recentDomains) }
    var name = random.pick(Vocabulary.stems) + random.pick(Vocabulary.trades)
    if !random.chance(400) { name += String(1 + random.below(999)) }
    let domain = name + "." + random.pick(Vocabulary.suffixes)
    if recentDomains.count < Self.remembered {
      recentDomains.append(domain)
    } else {
      recentDomains[nextRecent % Self.remembered] = domain
      nextRecent += 1
    }
    return domain
  }

  mutating func email(_ random: inout SeededRandom, isMailbox: Bool) -> String {
    let domain = vendor(&random)
    if isMailbox { return random.pick(Vocabulary.mailboxes) + "@" + domain }
    var local = random.pick(Vocabulary.senders)
    if random.chance(3500) {
      local = random.pick(Vocabulary.firstNames) + "." + random.pick(Vocabulary.lastNames)
    } else if random.chance(300) {
      local += "+" + random.pick(Vocabulary.stems)
    }
    let address = local + "@" + domain
    return random.chance(120) ? address.capitalizedWords() : address
  }

  mutating func domain(_ random: inout SeededRandom) -> String {
    let domain = vendor(&random)
    if random.chance(60) { return "@" + domain }
    if random.chance(30) { return "bücher-" + domain }
    return random.chance(2500) ? random.pick(Vocabulary.subdomains) + "." + domain : domain
  }

  /// Makes a regular expression: most are sound, some have the faults that people's expressions have.
  mutating func regex(_ random: inout SeededRandom) -> String {
    let domain = vendor(&random)
    let escaped = domain.split(separator: ".").joined(separator: "\\.")
    let sender = random.pick(Vocabulary.senders)
    return switch random.below(100) {
    case 0..<28: ".*@" + escaped
    case 28..<42: "^" + sender + "@" + escaped + "$"
    case 42..<52: ".*@([a-z0-9-]+\\.)*" + escaped
    case 52..<60: "(" + sender + "|" + random.pick(Vocabulary.senders) + ")@" + escaped
    case 60..<66: "(?i)^bounce[-+].*@" + escaped + "$"
    // From here on: dots that stand for any character, missing anchors, and worse.
    case 66..<82: ".*@" + domain
    case 82..<90: domain
    case 90..<95: ".*" + (domain.split(separator: ".").first.map(String.init) ?? domain) + ".*"
    case 95..<97: "(" + sender + "|invoice@" + escaped
    case 97: "^(([a-z])+.)+[A-Z]([a-z])+@" + escaped + "$"
    case 98: ".+@.+"
    default: ".*"
    }
  }

  /// Makes an address or a network; half of them from the ranges that are kept for documentation and for benchmarks.
  mutating func network(_ random: inout SeededRandom) -> String {
    if random.chance(2000) { return network6(&random) }
    let octets: [Int]
    switch random.below(8) {
    case 0: octets = [192, 0, 2, random.below(256)]
    case 1: octets = [198, 51, 100, random.below(256)]
    case 2: octets = [203, 0, 113, random.below(256)]
    case 3: octets = [198, 18 + random.below(2), random.below(256), random.below(256)]
    default:
      octets = [random.pick(Self.publicFirstOctets), random.below(256), random.below(256), 1 + random.below(254)]
    }
    guard random.chance(4000) else { return octets.map(String.init).joined(separator: ".") }
    let length = random.pick([24, 24, 24, 24, 28, 29, 27, 25, 22, 20, 16, 32])
    // Now and then somebody leaves the host's bits in place.
    if random.chance(500) { return octets.map(String.init).joined(separator: ".") + "/\(length)" }
    let bits = octets.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & (UInt32.max << UInt32(32 - length))
    let masked = [24, 16, 8, 0].map { String(bits >> UInt32($0) & 0xFF) }
    return masked.joined(separator: ".") + "/\(length)"
  }

  private func network6(_ random: inout SeededRandom) -> String {
    func group(_ random: inout SeededRandom) -> String { String(1 + random.below(0xFFFF), radix: 16) }
    let site = "2001:db8:" + group(&random)
    return switch random.below(4) {
    case 0: site + "::/48"
    case 1: site + ":" + group(&random) + "::/64"
    case 2: site + "::" + group(&random)
    default: site + ":" + group(&random) + "::" + group(&random)
    }
  }

  /// First octets in which no address is private, loopback, link-local or multicast.
  private static let publicFirstOctets = [
    5, 23, 31, 37, 46, 52, 62, 77, 85, 93, 104, 129, 141, 149, 167, 185, 193, 212,
  ]
}

extension String {
  /// Gives the text with the first letter of each part between separators in upper case, as people type addresses.
  fileprivate func capitalizedWords() -> String {
    var result = ""
    var startsWord = true
    for character in self {
      result += startsWord ? character.uppercased() : String(character)
      startsWord = !character.isLetter
    }
    return result
  }
}
