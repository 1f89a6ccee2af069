"""What docs/imperative-mood leaves alone."""


def summary_load_the_thing():
    """Load: the thing."""
    print()


def summary_loads_the_thing():
    """`Loads` the thing."""
    print()


def summary_loads2_the_thing():
    """Loads2 the thing."""
    print()


def summary_loads_it_the_thing():
    """Loads_it the thing."""
    print()


def summary_loads_it_now():
    """Loads/it now."""
    print()


def summary_loadsit_now():
    """LoadsIt now."""
    print()


def summary_loads_it():
    """LOADS it."""
    print()


def summary_if_it_loads_go():
    """If it loads, go."""
    print()


def summary_when_it_loads():
    """When it loads."""
    print()


def summary_for_loading():
    """For loading."""
    print()


def summary_in_loads():
    """In loads."""
    print()


def summary_on_close():
    """On close."""
    print()


def summary_at_start():
    """At start."""
    print()


def summary_after_x():
    """After x."""
    print()


def summary_before_x():
    """Before x."""
    print()


def summary_once_x():
    """Once x."""
    print()


def summary_unless_x():
    """Unless x."""
    print()


def summary_while_x():
    """While x."""
    print()


def summary_with_x():
    """With x."""
    print()


def summary_by_x():
    """By x."""
    print()


def summary_as_x():
    """As x."""
    print()


def summary_using_x():
    """Using x."""
    print()


def summary_given_x():
    """Given x."""
    print()


def summary_depending_on_x():
    """Depending on x."""
    print()


def summary_based_on_x():
    """Based on x."""
    print()


def summary_like_x():
    """Like x."""
    print()


def summary_unlike_x():
    """Unlike x."""
    print()


def summary_since_x():
    """Since x."""
    print()


def summary_to_do_x():
    """To do x."""
    print()


def summary_from_x():
    """From x."""
    print()


def summary_where_x():
    """Where x."""
    print()


def summary_whenever_x():
    """Whenever x."""
    print()


def summary_just_load_x():
    """Just load x."""
    print()


def summary_quickly_and_loads_x():
    """Quickly and loads x."""
    print()


def summary_jelly_an_iterable():
    """Jelly an iterable."""
    print()


def summary_lazily_quietly_slowly_loads_x():
    """Lazily quietly slowly loads x."""
    print()


def summary_apply_x():
    """Apply x."""
    print()


def summary_reply_x():
    """Reply x."""
    print()


def summary_only_the_x():
    """Only the x."""
    print()


def summary_simply_loading_x():
    """Simply loading x."""
    print()


def summary_always_called_x():
    """Always called x."""
    print()


def summary_process_x():
    """Process x."""
    print()


def summary_access_x():
    """Access x."""
    print()


def summary_address_x():
    """Address x."""
    print()


def summary_pass_x():
    """Pass x."""
    print()


def summary_classes_of_x():
    """Classes of x."""
    print()


def summary_focus_x():
    """Focus x."""
    print()


def summary_status_x():
    """Status x."""
    print()


def summary_analysis_x():
    """Analysis x."""
    print()


def summary_sets_of_x():
    """Sets of x."""
    print()


def summary_decorator_x():
    """Decorator x."""
    print()


def summary_context_x():
    """Context x."""
    print()


def summary_generator_x():
    """Generator x."""
    print()


def summary_iterator_x():
    """Iterator x."""
    print()


def summary_hook_x():
    """Hook x."""
    print()


def summary_alias_x():
    """Alias x."""
    print()


def summary_property_x():
    """Property x."""
    print()


def summary_class_x():
    """Class x."""
    print()


def summary_string_x():
    """String x."""
    print()


def summary_mapping_x():
    """Mapping x."""
    print()


def summary_setting_x():
    """Setting x."""
    print()


def summary_binding_x():
    """Binding x."""
    print()


def summary_encoding_x():
    """Encoding x."""
    print()


def summary_padding_x():
    """Padding x."""
    print()


def summary_warning_x():
    """Warning x."""
    print()


def summary_logging_x():
    """Logging x."""
    print()


def summary_rendering_x():
    """Rendering x."""
    print()


def summary_typing_x():
    """Typing x."""
    print()


def summary_training_x():
    """Training x."""
    print()


def summary_testing_x():
    """Testing x."""
    print()


def summary_handling_x():
    """Handling x."""
    print()


def summary_processing_x():
    """Processing x."""
    print()


def summary_caching_x():
    """Caching x."""
    print()


def summary_routing_x():
    """Routing x."""
    print()


def summary_matching_x():
    """Matching x."""
    print()


def summary_missing_x():
    """Missing x."""
    print()


def summary_pending_x():
    """Pending x."""
    print()


def summary_following_x():
    """Following x."""
    print()


def summary_existing_x():
    """Existing x."""
    print()


def summary_deprecated_x():
    """Deprecated x."""
    print()


def summary_needed_x():
    """Needed x."""
    print()


def summary_don_t_load_x():
    """Don't load x."""
    print()


def summary_doesn_t_load_x():
    """Doesn't load x."""
    print()


def summary_frobnicates_x():
    """Frobnicates x."""
    print()


def summary_custom_x():
    """Custom x."""
    print()


def summary_synchronous_x():
    """Synchronous x."""
    print()


def summary_standard_x():
    """Standard x."""
    print()


def summary_projection_x():
    """Projection x."""
    print()


def summary_information_x():
    """Information x."""
    print()


def summary_setup_x():
    """Setup x."""
    print()


def summary_test_x():
    """Test x."""
    print()


def summary_set_x():
    """Set x."""
    print()


def summary_read_x():
    """Read x."""
    print()


def summary_built_x():
    """Built x."""
    print()
