/// How much work a question may cost, counted and never timed: everybody gets the same answer everywhere.
///
/// Beyond a bound the answer is ``ExpressionFailure/undecided(_:_:)``, never a wrong one.
package struct Bounds: Hashable, Sendable {
  /// How many states an automaton may have while it is built.
  package var states: Int
  /// How many single steps (a state's thread read one character class, a pair was looked at) may be taken.
  package var steps: Int

  package init(states: Int, steps: Int) {
    self.states = states
    self.steps = steps
  }

  /// Enough for what people write; running into it takes tens of milliseconds, two fifths of a second at worst.
  package static let standard = Bounds(states: 8192, steps: 2_000_000)
  /// For unions of thousands of texts and the like, made once.
  package static let wide = Bounds(states: 1 << 20, steps: 200_000_000)
}

/// Why there is no language, or no answer.
package enum ExpressionFailure: Error, Hashable, Sendable {
  /// The source is no expression: what is wrong, and where, in Unicode scalars of the source.
  case mistake(String, Range<Int>)
  /// It may be an expression, but what it matches was not decided: because of this, at this place of the source.
  ///
  /// The place is nil where the question as a whole was too much.
  case undecided(Undecided, Range<Int>?)

  /// The place in the source, in Unicode scalars.
  package var range: Range<Int>? {
    switch self {
    case .mistake(_, let range): range
    case .undecided(_, let range): range
    }
  }
}

/// What stands in the way of deciding.
package enum Undecided: Hashable, Sendable {
  /// `\1`, `\k<name>`: not regular.
  case backReference
  /// `a*+`: matches less than its language, depending on what follows.
  case possessive
  /// `(?>…)`: likewise.
  case atomicGroup
  /// `\X` and `\b{g}`: characters as people see them.
  case graphemeCluster
  /// `(?c)`: canonical equivalence.
  case canonicalEquivalence
  /// `(?U)`: every predefined class with its Unicode meaning.
  case unicodeClasses
  /// A property that Java may know and this room does not, by its name.
  case property(String)
  /// `\N{…}`: a character by its name.
  case characterName
  /// A look-behind whose truth depends on what stands after it.
  case lookAheadInLookBehind
  /// A look-behind without a longest match that Java takes all the same, and gets wrong for some texts.
  case unlimitedLookBehind
  /// A group that is asked for at least twice and may be nothing but an assertion: Java gives up repeating it early.
  case repeatedAssertion
  /// Groups within groups, deeper than this many.
  case depth(Int)
  /// It needs more states than this.
  case states(Int)
  /// It needs more steps than this.
  case steps(Int)
}

extension Undecided {
  /// Whether it was only too much.
  var isBound: Bool {
    switch self {
    case .states, .steps: true
    case .backReference, .possessive, .atomicGroup, .graphemeCluster, .canonicalEquivalence, .unicodeClasses,
      .property, .characterName, .lookAheadInLookBehind, .unlimitedLookBehind, .repeatedAssertion, .depth:
      false
    }
  }
}

extension Undecided: CustomStringConvertible {
  package var description: String {
    switch self {
    case .backReference: "a back reference"
    case .possessive: "a possessive quantifier"
    case .atomicGroup: "an atomic group"
    case .graphemeCluster: "a grapheme cluster"
    case .canonicalEquivalence: "canonical equivalence, (?c)"
    case .unicodeClasses: "Unicode meaning of all classes, (?U)"
    case .property(let name): "the property \(name)"
    case .characterName: "a character by its name, \\N{…}"
    case .lookAheadInLookBehind: "a look-behind that depends on what follows it"
    case .unlimitedLookBehind: "a look-behind of unlimited length"
    case .repeatedAssertion: "a repeated group that may be an assertion only"
    case .depth(let limit): "groups nested deeper than \(limit)"
    case .states(let limit): "more than \(limit) states"
    case .steps(let limit): "more than \(limit) steps"
    }
  }
}

/// Counts what a question has cost so far.
struct Meter {
  let bounds: Bounds
  private(set) var steps = 0

  init(_ bounds: Bounds) { self.bounds = bounds }

  mutating func count(_ number: Int) throws(ExpressionFailure) {
    steps &+= number
    if steps > bounds.steps { throw .undecided(.steps(bounds.steps), nil) }
  }

  func check(states: Int) throws(ExpressionFailure) {
    if states > bounds.states { throw .undecided(.states(bounds.states), nil) }
  }
}
