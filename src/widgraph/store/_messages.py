"""What a client is told about a query: what is wrong and what to do. `web` says the same in the reader's language.

`N_` marks a text for translation; values are put in printf style.
"""

from __future__ import annotations

from typing import Final


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools know
    """Mark a text for translation."""
    return text


TOO_LONG: Final = N_("The query has %(size)s bytes; %(limit)s are allowed.")
SHORTEN: Final = N_("Send a shorter query.")
NULL: Final = N_("The query holds a null character.")
REMOVE_IT: Final = N_("Remove it.")
NOT_UTF8: Final = N_("The query is not UTF-8.")
USE_UTF8: Final = N_("Send it in UTF-8.")
TOO_DEEP: Final = N_("The query is nested %(depth)s deep; %(limit)s is allowed.")
FLATTEN: Final = N_("Write it flatter.")
TOO_MANY_NOTS: Final = N_("The sign '!' is repeated more than %(limit)s times.")
WRITE_ONCE: Final = N_("Write it once.")
SERVICE_OFF: Final = N_("SERVICE is switched off here.")
JOIN_YOURSELF: Final = N_("Ask the other endpoint yourself and join the answers.")
UPDATE: Final = N_("%(form)s is an update; this endpoint only answers queries.")
SEND_QUERY: Final = N_("Send a query: SELECT, ASK, CONSTRUCT or DESCRIBE.")

TIMEOUT: Final = N_("The query took longer than %(seconds)s seconds and was stopped.")
ASK_LESS: Final = N_("Ask for less: add a LIMIT, or name more of what you look for.")
MEMORY: Final = N_("The query needed more than %(mib)s MiB of memory and was stopped.")
JOIN_LESS: Final = N_("Ask for less: add a LIMIT, or avoid joining everything with everything.")
CRASHED: Final = N_("The query could not be evaluated: the engine gave up on it.")
SIMPLIFY: Final = N_("Write it in a simpler way, with less nesting.")
FAILED: Final = N_("The query cannot be run: %(reason)s")
BUSY: Final = N_("All query workers are busy.")
CROWDED: Final = N_("Other long queries are running, so this one was stopped.")
TRY_AGAIN: Final = N_("Try again in a moment.")
NO_FORM: Final = N_("This is not available in any form that the header Accept allows.")
ABANDONED: Final = N_("Nobody waits for the answer any more.")

EMPTY: Final = N_("The query is empty.")
OPEN_TEXT: Final = N_("A text is opened here and never closed.")
CLOSE_TEXT: Final = N_("Close it with the same quotation mark.")
NEVER_CLOSED: Final = N_("'%(bracket)s' is opened here and never closed.")
ADD_BRACKET: Final = N_("Add the missing '%(other)s'.")
NEVER_OPENED: Final = N_("'%(bracket)s' closes nothing.")
REMOVE_BRACKET: Final = N_("Remove it, or add the missing '%(other)s' before it.")
UNKNOWN_PREFIX: Final = N_("The prefix '%(prefix)s:' is not declared.")
DECLARE: Final = N_("Add this line at the top: PREFIX %(prefix)s: <%(namespace)s>")
DECLARE_SOME: Final = N_("Add a line PREFIX %(prefix)s: <...> at the top with the namespace you mean.")
USE_PREFIX: Final = N_("Here it is called '%(known)s:', which needs no declaration.")
UNKNOWN_WORD: Final = N_("'%(word)s' is no word of SPARQL.")
USE_WORD: Final = N_("Did you mean %(known)s?")
USE_VARIABLE: Final = N_('A variable is written ?%(word)s, a text "%(word)s".')
SPACE_IN_IRI: Final = N_("An IRI holds a space.")
ENCODE_SPACE: Final = N_("Encode it, or close the IRI before it.")
RELATIVE_IRI: Final = N_("An IRI is not absolute.")
WRITE_WHOLE_IRI: Final = N_("Write it with its scheme, such as https://, or use a prefix.")
NOT_GROUPED: Final = N_("SELECT names a variable that is neither grouped nor aggregated.")
GROUP_IT: Final = N_("Add it to GROUP BY, or wrap it, for example in SAMPLE().")
TWICE_IN_SELECT: Final = N_("SELECT names the same variable twice.")
NAME_ONCE: Final = N_("Name each variable once.")
TAKEN: Final = N_("AS gives a value to a variable that already has one.")
NEW_NAME: Final = N_("Use a new name after AS.")
ALL_GROUPED: Final = N_("SELECT * cannot be used with GROUP BY.")
NAME_VARIABLES: Final = N_("Name the variables you want.")
UNEVEN_ROW: Final = N_("A row of VALUES is not one value for each variable.")
USE_UNDEF: Final = N_("Give an IRI, a text or a number for each variable, or UNDEF.")
NOT_HERE: Final = N_("The query cannot be read from here on.")
COMPLETE_IT: Final = N_("Check what stands just before: a pattern needs a subject, a predicate and an object.")
