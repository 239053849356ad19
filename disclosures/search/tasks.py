"""The job that keeps the words of the search index."""

from procrastinate.contrib.django import app

from disclosures.search.index import refresh_words


@app.task(queue="upkeep", lock="search-words", queueing_lock="search-words")
def count_search_words() -> None:
    refresh_words()
