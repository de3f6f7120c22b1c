"""Finding the person whom staff mean by a number somebody tells them."""

from flask_babel import gettext as _

from civic.accounts import queries
from civic.accounts.signing_in import phone_key


def find_person(form):
    """(the person meant, all who share the number); without one, a sentence stands on the form.

    Args: form — has a PhoneField `phone`, validated, and a HiddenField `person_id`.
    """
    persons = queries.persons_with_phone(phone_key(form.phone.number))
    if len(persons) == 1:
        return persons[0], persons
    chosen = next((one for one in persons if str(one.id) == form.person_id.data), None)
    if chosen is None:
        form.phone.errors = [_which(persons)]
    return chosen, persons


def _which(persons):
    if persons:
        return _("Several people share this phone. Say which one below.")
    return _("Nobody has signed in with this number yet. Ask them to sign in once, then come back.")
