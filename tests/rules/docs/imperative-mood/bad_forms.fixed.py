"""What docs/imperative-mood reports."""


def summary_loads_the_thing_2():  # expect: docs/imperative-mood
    '''"Load" the thing.'''
    print()


def summary_loads_the_thing_3():  # expect: docs/imperative-mood
    """(Load) the thing."""
    print()


def summary_loads_then_stores():  # expect: docs/imperative-mood
    """Load, then stores."""
    print()


def summary_loads():  # expect: docs/imperative-mood
    """Load."""
    print()


def summary_always_loads_x():  # expect: docs/imperative-mood
    """Always load x."""
    print()


def summary_never_loads_x():  # expect: docs/imperative-mood
    """Never load x."""
    print()


def summary_only_loads_x():  # expect: docs/imperative-mood
    """Only load x."""
    print()


def summary_maybe_loads_x():  # expect: docs/imperative-mood
    """Maybe load x."""
    print()


def summary_possibly_loads_x():  # expect: docs/imperative-mood
    """Possibly load x."""
    print()


def summary_also_loads_x():  # expect: docs/imperative-mood
    """Also load x."""
    print()


def summary_first_loads_x():  # expect: docs/imperative-mood
    """First load x."""
    print()


def summary_then_loads_x():  # expect: docs/imperative-mood
    """Then load x."""
    print()


def summary_now_loads_x():  # expect: docs/imperative-mood
    """Now load x."""
    print()


def summary_again_loads_x():  # expect: docs/imperative-mood
    """Again load x."""
    print()


def summary_simply_loads_x():  # expect: docs/imperative-mood
    """Simply load x."""
    print()


def summary_not_loads_x():  # expect: docs/imperative-mood
    """Not load x."""
    print()


def summary_recursively_drops_x():  # expect: docs/imperative-mood
    """Recursively drop x."""
    print()


def summary_lazily_quietly_loads_x():  # expect: docs/imperative-mood
    """Lazily quietly load x."""
    print()


def summary_does_x():  # expect: docs/imperative-mood
    """Do x."""
    print()


def summary_has_x():  # expect: docs/imperative-mood
    """Have x."""
    print()


def summary_goes_x():  # expect: docs/imperative-mood
    """Go x."""
    print()


def summary_did_x():  # expect: docs/imperative-mood
    """Do x."""
    print()


def summary_sets_x():  # expect: docs/imperative-mood
    """Set x."""
    print()


def summary_pushes_x():  # expect: docs/imperative-mood
    """Push x."""
    print()


def summary_tries_x():  # expect: docs/imperative-mood
    """Try x."""
    print()


def summary_uses_x():  # expect: docs/imperative-mood
    """Use x."""
    print()


def summary_passes_x():  # expect: docs/imperative-mood
    """Pass x."""
    print()


def summary_fixes_x():  # expect: docs/imperative-mood
    """Fix x."""
    print()


def summary_caches_x():  # expect: docs/imperative-mood
    """Cache x."""
    print()


def summary_a_thing():  # expect: docs/imperative-mood
    """A thing."""
    print()


def summary_an_x():  # expect: docs/imperative-mood
    """An x."""
    print()


def summary_the_x():  # expect: docs/imperative-mood
    """The x."""
    print()


def summary_this_x():  # expect: docs/imperative-mood
    """This x."""
    print()


def summary_that_x():  # expect: docs/imperative-mood
    """That x."""
    print()


def summary_these_x():  # expect: docs/imperative-mood
    """These x."""
    print()


def summary_those_x():  # expect: docs/imperative-mood
    """Those x."""
    print()


def summary_it_x():  # expect: docs/imperative-mood
    """It x."""
    print()


def summary_its_x():  # expect: docs/imperative-mood
    """Its x."""
    print()


def summary_there_x():  # expect: docs/imperative-mood
    """There x."""
    print()


def summary_here_x():  # expect: docs/imperative-mood
    """Here x."""
    print()


def summary_what_x():  # expect: docs/imperative-mood
    """What x."""
    print()


def summary_which_x():  # expect: docs/imperative-mood
    """Which x."""
    print()


def summary_who_x():  # expect: docs/imperative-mood
    """Who x."""
    print()


def summary_how_x():  # expect: docs/imperative-mood
    """How x."""
    print()


def summary_whether_x():  # expect: docs/imperative-mood
    """Whether x."""
    print()


def summary_you_x():  # expect: docs/imperative-mood
    """You x."""
    print()


def summary_we_x():  # expect: docs/imperative-mood
    """We x."""
    print()


def summary_helper_x():  # expect: docs/imperative-mood
    """Helper x."""
    print()


def summary_function_x():  # expect: docs/imperative-mood
    """Function x."""
    print()


def summary_method_x():  # expect: docs/imperative-mood
    """Method x."""
    print()


def summary_wrapper_x():  # expect: docs/imperative-mood
    """Wrapper x."""
    print()


def summary_utility_x():  # expect: docs/imperative-mood
    """Utility x."""
    print()


def summary_constructor_x():  # expect: docs/imperative-mood
    """Constructor x."""
    print()


def summary_destructor_x():  # expect: docs/imperative-mood
    """Destructor x."""
    print()


def summary_callback_x():  # expect: docs/imperative-mood
    """Callback x."""
    print()


def summary_factory_x():  # expect: docs/imperative-mood
    """Factory x."""
    print()


def summary_implementation_x():  # expect: docs/imperative-mood
    """Implementation x."""
    print()


def summary_shortcut_x():  # expect: docs/imperative-mood
    """Shortcut x."""
    print()


def summary_handler_x():  # expect: docs/imperative-mood
    """Handler x."""
    print()


def summary_placeholder_x():  # expect: docs/imperative-mood
    """Placeholder x."""
    print()


def summary_boolean_x():  # expect: docs/imperative-mood
    """Boolean x."""
    print()


def summary_convenience_x():  # expect: docs/imperative-mood
    """Convenience x."""
    print()


def summary_internal_x():  # expect: docs/imperative-mood
    """Internal x."""
    print()


def summary_private_x():  # expect: docs/imperative-mood
    """Private x."""
    print()


def summary_generic_x():  # expect: docs/imperative-mood
    """Generic x."""
    print()


def summary_same_x():  # expect: docs/imperative-mood
    """Same x."""
    print()


def summary_similar_x():  # expect: docs/imperative-mood
    """Similar x."""
    print()


def summary_true_x():  # expect: docs/imperative-mood
    """True x."""
    print()


def summary_false_x():  # expect: docs/imperative-mood
    """False x."""
    print()


def summary_is_x():  # expect: docs/imperative-mood
    """Is x."""
    print()


def summary_are_x():  # expect: docs/imperative-mood
    """Are x."""
    print()


def summary_was_x():  # expect: docs/imperative-mood
    """Was x."""
    print()


def summary_were_x():  # expect: docs/imperative-mood
    """Were x."""
    print()


def summary_will_x():  # expect: docs/imperative-mood
    """Will x."""
    print()


def summary_can_x():  # expect: docs/imperative-mood
    """Can x."""
    print()


def summary_may_x():  # expect: docs/imperative-mood
    """May x."""
    print()


def summary_must_x():  # expect: docs/imperative-mood
    """Must x."""
    print()


def summary_checking_x():  # expect: docs/imperative-mood
    """Check x."""
    print()


def summary_making_x():  # expect: docs/imperative-mood
    """Make x."""
    print()


def summary_stopping_x():  # expect: docs/imperative-mood
    """Stop x."""
    print()


def summary_called_x():  # expect: docs/imperative-mood
    """Called x."""
    print()


def summary_stopped_x():  # expect: docs/imperative-mood
    """Stopped x."""
    print()


def summary_created_x():  # expect: docs/imperative-mood
    """Created x."""
    print()


def summary_copied_x():  # expect: docs/imperative-mood
    """Copied x."""
    print()


def summary_internal_loads_x():  # expect: docs/imperative-mood
    """(internal) Loads x."""
    print()


def summary_uploads_x():  # expect: docs/imperative-mood
    """Upload x."""
    print()


def summary_flattens_x():  # expect: docs/imperative-mood
    """Flatten x."""
    print()


def summary_loads_x():  # expect: docs/imperative-mood
    """Load x."""
    print()


def summary_initializes_x():  # expect: docs/imperative-mood
    """Initialize x."""
    print()


def summary_raises_x():  # expect: docs/imperative-mood
    """Raise x."""
    print()


def summary_returns():  # expect: docs/imperative-mood
    """Return."""
    print()


def summary_yields_x():  # expect: docs/imperative-mood
    """Yield x."""
    print()


def summary_gets_or_creates_x():  # expect: docs/imperative-mood
    """Get or creates x."""
    print()


def summary_emulates_x():  # expect: docs/imperative-mood
    """Emulate x."""
    print()


def summary_parsed_x():  # expect: docs/imperative-mood
    """Parsed x."""
    print()


def summary_used_x():  # expect: docs/imperative-mood
    """Used x."""
    print()
