/// Why a text is not the text of a fault.
package struct FaultMistake: Error, Equatable, CustomStringConvertible {
  package var description: String
}

/// Faults as text: `NAME[:ARGUMENT]`, followed by what narrows or alters it: `html-502:after,on=batch,first=1`.
///
/// - `on=any`, `on=batch`, `on=list`, `on=read` or `on=messages`: which requests it applies to.
/// - `after=N`: the first N of these pass.
/// - `first=N`: it strikes N requests after that, `first=all` all of them.
/// - `delay=MILLISECONDS`: the long form of the argument in seconds.
/// - `commits=yes` or `commits=no`: whether the request is carried out although its answer is spoilt; the long form of
///   the arguments `after` and `before`.
/// - `ending=cut`, `ending=silence` or `ending=html-502`: what a client gets whose batch is applied late.
/// - `id=ID`: which policy another admin touches.
/// - `set=JSON`: the fields that another admin sets, as an object; it ends the text, since it may hold commas.
extension Fault: RawRepresentable {
  /// Names that mean a kind and its argument; some of the kinds were called so first.
  private static let otherNames = [
    "commit-then-cut": "apply-then-cut", "cut-before-commit": "cut-before-apply", "rate-limited": "429",
    "500-before": "500:before", "500-after": "500:after",
    "html-502-before": "html-502:before", "html-502-after": "html-502:after",
  ]

  package init?(rawValue: String) {
    guard let fault = try? Fault(text: rawValue) else { return nil }
    self = fault
  }

  /// Reads a fault from its text form.
  package init(text: String) throws(FaultMistake) {
    let (head, json) = Self.halves(of: text, at: ",set=")
    let parts = head.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var (name, argument) = Self.halves(of: parts.first ?? "", at: ":")
    if let known = Self.otherNames[name] {
      let (plain, implied) = Self.halves(of: known, at: ":")
      guard implied == nil || argument == nil else { throw FaultMistake("\(name) takes no argument") }
      (name, argument) = (plain, implied ?? argument)
    }
    guard let kind = Kind(rawValue: name) else {
      let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw FaultMistake("there is no fault \"\(name)\"; there are \(names)")
    }
    var reader = FaultReader(kind)
    if let argument { try reader.read(argument: argument) }
    for part in parts.dropFirst() { try reader.read(part: part) }
    if let json { try reader.read("set", json) }
    self = reader.fault
  }

  /// The text form, with every part that the kind uses written out.
  package var rawValue: String {
    var text = kind.rawValue
    switch kind.argument {
    case .seconds: text += ":" + Self.seconds(delay)
    case .moment: text += commits ? ":after" : ":before"
    case .pointer: text += ":" + (pointer ?? "owned")
    case .form: text += ":" + form.rawValue
    case .count: text += ":\(after)"
    case .polls: text += ":\(polls)"
    case nil: break
    }
    if kind.keys.contains(.on) { text += ",on=" + scope.rawValue }
    if kind.argument != .count { text += ",after=\(after)" }
    text += ",first=" + (first.map(String.init) ?? "all")
    if kind.argument == .form { text += ",commits=" + (commits ? "yes" : "no") }
    if kind.keys.contains(.ending) { text += ",ending=" + ending.rawValue }
    if let policyID { text += ",id=" + policyID }
    if kind.keys.contains(.set) { text += ",set=" + edit.text }
    return text
  }

  private static func seconds(_ time: Duration) -> String {
    let milliseconds = time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    guard milliseconds % 1000 != 0 else { return "\(milliseconds / 1000)" }
    var fraction = "\(milliseconds % 1000 + 1000)".dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return "\(milliseconds / 1000).\(fraction)"
  }

  fileprivate static func halves(of text: String, at separator: String) -> (String, String?) {
    guard let range = text.firstRange(of: separator) else { return (text, nil) }
    return (String(text[..<range.lowerBound]), String(text[range.upperBound...]))
  }
}

extension FaultMistake {
  fileprivate init(_ description: String) { self.init(description: description) }
}

/// Takes the parts of a fault's text one after the other.
private struct FaultReader {
  var fault: Fault

  init(_ kind: Fault.Kind) { fault = Fault(kind) }

  /// Reads what follows the name and a colon.
  mutating func read(argument: String) throws(FaultMistake) {
    switch fault.kind.argument {
    case nil: throw FaultMistake("\(fault.kind.rawValue) takes no argument")
    case .seconds:
      guard let seconds = Double(argument), (0...86_400).contains(seconds) else {
        throw wrong(argument, "a number of seconds from 0 to 86400")
      }
      fault.delay = .milliseconds(Int((seconds * 1000).rounded()))
    case .moment:
      guard ["before", "after"].contains(argument) else { throw wrong(argument, "before or after") }
      fault.commits = argument == "after"
    case .pointer:
      guard argument == "owned" || argument.hasPrefix("/") else {
        throw wrong(argument, "a JSON pointer such as /posts/0/pattern, or owned")
      }
      fault.pointer = argument == "owned" ? nil : argument
    case .form: fault.form = try choice(argument)
    case .count: fault.after = try number(argument, from: 0)
    case .polls: fault.polls = try number(argument, from: 1)
    }
  }

  /// Reads `KEY=VALUE`.
  mutating func read(part: String) throws(FaultMistake) {
    guard case (let name, let value?) = Fault.halves(of: part, at: "=") else {
      throw FaultMistake("\"\(part)\" is not of the form KEY=VALUE")
    }
    try read(name, value)
  }

  mutating func read(_ name: String, _ value: String) throws(FaultMistake) {
    guard let key = Fault.Kind.Key(rawValue: name), fault.kind.keys.contains(key) else {
      let keys = fault.kind.keys.map(\.rawValue).sorted().joined(separator: ", ")
      throw FaultMistake("\(fault.kind.rawValue) does not take \"\(name)\"; it takes \(keys)")
    }
    switch key {
    case .on: fault.scope = try choice(value)
    case .after: fault.after = try number(value, from: 0)
    case .first: fault.first = value == "all" ? nil : try number(value, from: 1)
    case .delay: fault.delay = .milliseconds(try number(value, from: 0))
    case .commits:
      guard ["yes", "no"].contains(value) else { throw wrong(value, "yes or no") }
      fault.commits = value == "yes"
    case .ending: fault.ending = try choice(value)
    case .id:
      guard !value.isEmpty else { throw wrong(value, "the id of a policy") }
      fault.policyID = value
    case .set:
      do throws(SandboxError) {
        fault.edit = try PolicyEdit(value)
      } catch {
        guard case .notDone(let reason) = error else { throw FaultMistake(error.description) }
        throw FaultMistake(reason)
      }
    }
  }

  private func number(_ text: String, from least: Int) throws(FaultMistake) -> Int {
    guard let number = Int(text), number >= least, number < 1_000_000_000 else {
      throw wrong(text, "a number from \(least) up")
    }
    return number
  }

  private func choice<Value: RawRepresentable & CaseIterable>(_ text: String) throws(FaultMistake) -> Value
  where Value.RawValue == String {
    guard let value = Value(rawValue: text) else {
      throw wrong(text, "one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return value
  }

  private func wrong(_ text: String, _ wanted: String) -> FaultMistake {
    FaultMistake("\"\(text)\" is not \(wanted)")
  }
}
