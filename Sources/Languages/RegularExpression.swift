/// An expression that Java accepts, as its text and its tree.
package struct RegularExpression: Hashable, Sendable {
  package let source: String
  /// As the source stands; a reading that ignores case is another tree.
  package let root: ExpressionNode

  /// Throws a mistake, or that groups are nested too deeply; what else is undecided is part of the tree.
  package init(_ source: String) throws(ExpressionFailure) {
    self.source = source
    root = try ExpressionParser.parse(source)
  }

  package static func == (left: RegularExpression, right: RegularExpression) -> Bool { left.source == right.source }

  package func hash(into hasher: inout Hasher) { hasher.combine(source) }

  /// Why no language can be had of it, and which part of it is to blame; nil if only bounds are in the way.
  package var undecided: (reason: Undecided, range: Range<Int>)? { root.firstUndecided }

  package func language(
    matching reading: Reading,
    within bounds: Bounds = .standard
  ) throws(ExpressionFailure) -> Language {
    let tree = reading.caseless ? try ExpressionParser.parse(source, flags: .caseless) : root
    return try Language(tree, reading.extent, within: bounds)
  }

  /// The part of the source at a range of a node, a mistake or an undecided construct.
  package func text(of range: Range<Int>) -> String {
    let scalars = source.unicodeScalars
    let clamped = range.clamped(to: 0..<scalars.count)
    let start = scalars.index(scalars.startIndex, offsetBy: clamped.lowerBound)
    return String(scalars[start..<scalars.index(start, offsetBy: clamped.count)])
  }
}

// MARK: - Dots

extension RegularExpression {
  /// Where a `.` stands for any character and a dot was probably meant: in `mail.vendor\.com`.
  ///
  /// It is one character, has the end of a label or `.*` before it and the beginning of a label after it.
  package var unescapedDots: [Range<Int>] {
    var found: [Range<Int>] = []
    collectDots(in: root, &found)
    return found
  }

  private func collectDots(in node: ExpressionNode, _ found: inout [Range<Int>]) {
    switch node.kind {
    case .sequence(let nodes):
      for (index, piece) in nodes.enumerated() {
        guard isDot(piece) else {
          collectDots(in: piece, &found)
          continue
        }
        if index > 0, index + 1 < nodes.count, touchesLabel(nodes[index - 1], atEnd: true),
          touchesLabel(nodes[index + 1], atEnd: false)
        {
          found.append(piece.range)
        }
      }
    case .alternatives(let nodes): for node in nodes { collectDots(in: node, &found) }
    case .repeated(let inner, _, _), .group(let inner), .look(_, let inner): collectDots(in: inner, &found)
    case .empty, .character, .characters, .assertion, .undecided: break
    }
  }

  private func isDot(_ node: ExpressionNode) -> Bool {
    guard case .characters = node.kind else { return false }
    return text(of: node.range) == "."
  }

  private func touchesLabel(_ node: ExpressionNode, atEnd: Bool) -> Bool {
    switch node.kind {
    case .character(let scalar): ASCII.isLetter(scalar.value) || ASCII.isDigit(scalar.value) || scalar == "-"
    case .characters(let set): !isDot(node) && set.contains(0x61) && !set.contains(0x40)
    case .group(let inner): touchesLabel(inner, atEnd: atEnd)
    case .repeated(let inner, _, _): (atEnd && isDot(inner)) || touchesLabel(inner, atEnd: atEnd)
    case .sequence(let nodes): (atEnd ? nodes.last : nodes.first).map { touchesLabel($0, atEnd: atEnd) } ?? false
    case .alternatives(let nodes): nodes.contains { touchesLabel($0, atEnd: atEnd) }
    case .empty, .look, .assertion, .undecided: false
    }
  }

  /// The same expression with a backslash before what stands at these ranges.
  package func escaping(_ ranges: [Range<Int>]) throws(ExpressionFailure) -> RegularExpression {
    try inserting(ranges.map { ($0.lowerBound, "\\") })
  }

  private func inserting(_ pieces: [(place: Int, text: String)]) throws(ExpressionFailure) -> RegularExpression {
    var result = String.UnicodeScalarView()
    var pending = pieces[...]
    for (place, scalar) in source.unicodeScalars.enumerated() {
      while let piece = pending.first, piece.place <= place {
        result.append(contentsOf: piece.text.unicodeScalars)
        pending = pending.dropFirst()
      }
      result.append(scalar)
    }
    for piece in pending { result.append(contentsOf: piece.text.unicodeScalars) }
    return try RegularExpression(String(result))
  }
}

// MARK: - Ends

extension RegularExpression {
  /// The same expression with `^` before each branch, or `$` behind each, or both, where they are not there already.
  package func held(atStart: Bool = false, atEnd: Bool = false) throws(ExpressionFailure) -> RegularExpression {
    let quoted = quotedPlaces
    var pieces: [(place: Int, text: String)] = []
    for branch in root.branches {
      if atStart, !Self.isHeld(branch, atEnd: false) {
        var place = branch.range.lowerBound
        if place >= 2, text(of: place - 2..<place) == "\\Q", !quoted.contains(place - 2) { place -= 2 }
        pieces.append((place, quoted.contains(place) ? "\\E^\\Q" : "^"))
      }
      if atEnd, !Self.isHeld(branch, atEnd: true) {
        var place = branch.range.upperBound
        if quoted.contains(place), text(of: place..<place + 2) == "\\E" { place += 2 }
        pieces.append((place, quoted.contains(place) ? "\\E$\\Q" : "$"))
      }
    }
    let held = try inserting(pieces)
    let isDone =
      held.root.branches.count == root.branches.count
      && held.root.branches.allSatisfy {
        (!atStart || Self.isHeld($0, atEnd: false)) && (!atEnd || Self.isHeld($0, atEnd: true))
      }
    if isDone { return held }
    // A comment of `(?x)` swallowed it.
    return try RegularExpression((atStart ? "^" : "") + "(?:\(source)\n)" + (atEnd ? "$" : ""))
  }

  private static func isHeld(_ branch: ExpressionNode, atEnd: Bool) -> Bool {
    guard let piece = atEnd ? branch.pieces.last : branch.pieces.first, case .assertion(let assertion) = piece.kind
    else { return false }
    switch assertion {
    case .start: return !atEnd
    case .end, .endOrLastTerminator: return atEnd
    case .lineStart, .nonEmptyStart: return !atEnd
    case .lineEnd: return atEnd
    case .wordBoundary, .noWordBoundary: return false
    }
  }

  /// The places before which the source is within `\Q…\E`.
  private var quotedPlaces: Set<Int> {
    let scalars = Array(source.unicodeScalars)
    var places: Set<Int> = []
    var isQuoting = false
    var index = 0
    while index < scalars.count {
      if isQuoting { places.insert(index) }
      if scalars[index] == "\\", index + 1 < scalars.count {
        let follower = scalars[index + 1]
        if follower == (isQuoting ? "E" : "Q") {
          isQuoting.toggle()
          index += 2
          continue
        }
        if !isQuoting { index += 1 }
      }
      index += 1
    }
    if isQuoting { places.insert(scalars.count) }
    return places
  }
}
