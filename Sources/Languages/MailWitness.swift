/// Texts that look like mail: what a person believes at two in the morning.
extension Language {
  /// An address of the language that looks like one, else such a host name, else any text of it.
  ///
  /// `x@evil.com` if it is there; else one at a name that somebody else could have (`x@evilacme.org`), else the shortest
  /// plain address, under a well-known suffix if one will do. Nil for the empty language, or where it takes too much.
  package func mailWitness(within bounds: Bounds = .standard) -> String? {
    for text in Self.familiar where contains(text) { return text }
    for shape in Self.shapes {
      if let text = try? commonText(with: shape, within: bounds) { return text }
    }
    return witness
  }

  private static let familiar = [
    "x@evil.com", "x@evil.net", "x@evil.org", "evil.com", "evil.net", "evil.org",
  ]

  /// From the best shape to the last.
  private static let shapes: [Language] = {
    let label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
    let evil = "evil([a-z0-9-]*[a-z0-9])?(\\.\(label))*"
    let local = "[a-z0-9]([a-z0-9._+-]*[a-z0-9])?"
    let endings = ["\\.(com|net|org)", "\\.[a-z]{2,}"]
    let hosts = [evil, "\(label)(\\.\(label))*"].flatMap { host in endings.map { host + $0 } }
    let addresses = [hosts[0...1], hosts[2...3]].flatMap { hosts in
      ["x", local].flatMap { local in hosts.map { local + "@" + $0 } }
    }
    return (addresses + hosts + ["[!-~]*", "[ -~]*"]).map { built($0, caseless: false) }
  }()
}
