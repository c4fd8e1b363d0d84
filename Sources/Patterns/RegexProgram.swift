import CPCRE2

extension PatternRegex {
  /// The compiled form inside PCRE2; freed by `free()`, once.
  struct Program {
    private var code: OpaquePointer
    /// How often the interpreter has run it; after some runs it is worth compiling to machine code.
    private var interpreted = 0
    private var isFree = false

    private static let runsBeforeMachineCode = 8

    enum Outcome {
      case success(Program)
      case failure(RegexRefusal)
    }

    /// Compiles an expression as UTF-8, with every line end of Unicode ending a line, which is what Java does.
    static func compile(_ expression: String) -> Outcome {
      let context = pcre2_compile_context_create_8(nil)
      defer { pcre2_compile_context_free_8(context) }
      pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_ANY))
      pcre2_set_parens_nest_limit_8(context, UInt32(RegexParser.depthLimit))
      pcre2_set_max_pattern_length_8(context, expressionLimit)
      // \C would split a character in two. Matching invalid UTF-8 is not asked for: Swift's strings have none, and
      // up to PCRE2 10.42 that option makes machine code overlook characters beyond ASCII for \W, \S and \D.
      let options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C
      var error: Int32 = 0
      var offset = 0
      let code = expression.withOctets { pcre2_compile_8($0, $1, options, &error, &offset, context) }
      guard let code else {
        return .failure(RegexRefusal(code: error, byteOffset: offset, expression: expression))
      }
      return .success(Program(code: code))
    }

    private init(code: OpaquePointer) {
      self.code = code
    }

    mutating func free() {
      guard !isFree else { return }
      isFree = true
      pcre2_code_free_8(code)
    }

    mutating func match(_ text: String, _ extent: Extent) -> Match {
      guard !isFree else { return .limitReached }
      if extent == .part { prepareMachineCode() }
      // Anchors at match time are the interpreter's; the option only keeps the library from looking for machine code.
      let options = extent == .whole ? PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_NO_JIT : 0
      return text.withOctets { octets, count in
        let answer = run(octets, count, options)
        // Machine code has a small stack of its own; the interpreter has the heap limit instead.
        return Match(answer == PCRE2_ERROR_JIT_STACKLIMIT ? run(octets, count, options | PCRE2_NO_JIT) : answer)
      }
    }

    /// Where it matches, in octets, one match behind the other; without empty ones, and none from where a limit is
    /// reached on.
    mutating func ranges(in text: String) -> [Range<Int>] {
      guard !isFree else { return [] }
      prepareMachineCode()
      let code = code
      let data = pcre2_match_data_create_8(1, nil)
      let context = pcre2_match_context_create_8(nil)
      defer {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
      }
      Self.limit(context)
      return text.withOctets { octets, count in
        var ranges: [Range<Int>] = []
        var start = 0
        func find() -> Bool {
          let answer = pcre2_match_8(code, octets, count, start, 0, data, context)
          guard answer == PCRE2_ERROR_JIT_STACKLIMIT else { return answer >= 0 }
          return pcre2_match_8(code, octets, count, start, PCRE2_NO_JIT, data, context) >= 0
        }
        while start <= count, find(), let places = pcre2_get_ovector_pointer_8(data) {
          let (from, to) = (places[0], places[1])
          if from < to { ranges.append(from..<to) }
          guard to <= start || from >= to else {
            start = to
            continue
          }
          // Behind an empty match the next one begins a character further.
          start = max(start, to) + 1
          while start < count, octets[start] & 0xC0 == 0x80 { start += 1 }
        }
        return ranges
      }
    }

    /// The text with all matches replaced; nil where a limit is reached or the template cannot be filled in.
    func substitute(_ template: String, in text: String) -> String? {
      guard !isFree else { return nil }
      let context = pcre2_match_context_create_8(nil)
      defer { pcre2_match_context_free_8(context) }
      Self.limit(context)
      let options = PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_UNSET_EMPTY | PCRE2_NO_JIT
      var output = [UInt8](repeating: 0, count: RegexLimits.replaced)
      var length = output.count
      let answer = text.withOctets { octets, count in
        template.withOctets { replacement, size in
          pcre2_substitute_8(
            code,
            octets,
            count,
            0,
            options,
            nil,
            context,
            replacement,
            size,
            &output,
            &length
          )
        }
      }
      return answer < 0 ? nil : String(decoding: output.prefix(length), as: UTF8.self)
    }

    /// Where the system forbids memory that is written and run, this fails and the interpreter goes on.
    private mutating func prepareMachineCode() {
      guard interpreted <= Program.runsBeforeMachineCode else { return }
      interpreted += 1
      if interpreted > Program.runsBeforeMachineCode { pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE) }
    }

    /// One run; its memory is given back at once, since a match may leave some 20 kB behind for each expression.
    private func run(_ octets: UnsafePointer<UInt8>, _ count: Int, _ options: UInt32) -> Int32 {
      let data = pcre2_match_data_create_8(1, nil)
      let context = pcre2_match_context_create_8(nil)
      defer {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
      }
      Self.limit(context)
      return pcre2_match_8(code, octets, count, 0, options, data, context)
    }

    private static func limit(_ context: OpaquePointer?) {
      pcre2_set_match_limit_8(context, RegexLimits.steps)
      pcre2_set_depth_limit_8(context, RegexLimits.depth)
      pcre2_set_heap_limit_8(context, RegexLimits.heap)
    }
  }
}

/// How far one match may go before it is given up; the steps count from each place where it may begin.
enum RegexLimits {
  static let steps: UInt32 = 50_000
  static let depth: UInt32 = 5_000
  /// In kibibytes.
  static let heap: UInt32 = 8_192
  /// The most octets that a text may have once something in it was replaced.
  static let replaced = 65_536
}

extension PatternRegex.Match {
  /// Any error of a match that was allowed to run is a limit of some kind: the text and the program are known good.
  fileprivate init(_ answer: Int32) {
    switch answer {
    case PCRE2_ERROR_NOMATCH: self = .notMatched
    case 0...: self = .matched
    default: self = .limitReached
    }
  }
}

extension String {
  /// The UTF-8 octets and their count; the pointer is there for the empty text too, which PCRE2 insists on.
  fileprivate func withOctets<Result>(_ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { octets in
      if let start = octets.baseAddress { return body(start, octets.count) }
      return withUnsafePointer(to: 0) { body($0, 0) }
    }
  }
}
