"""Topics of paragraphs: what the corpus speaks of, and where one text sits in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from unres_research import _shown as shown
from unres_research._inputs import check_kind, check_known, check_share, check_whole
from unres_research.analyse._groups import check_text
from unres_research.analyse._topics import _about, _beside, _place, _ranges, _renamed, _saved
from unres_research.analyse._topics._beside import TextTopics
from unres_research.analyse._topics._differences import changes_of, differences_of
from unres_research.analyse._topics._effects import effects_of
from unres_research.analyse._topics._map import places_of
from unres_research.analyse._topics._measures import npmi, strongest
from unres_research.analyse._topics._parts import as_counts, as_shares, own_rows, with_word
from unres_research.analyse._topics._prevalence import prevalence_of
from unres_research.analyse._topics._procedural import lengths_of, substance_of, told_words
from unres_research.errors import UnresError
from unres_research.records import Resolution

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_SHARES = "model.paragraph_topics() has the shares"
_OF_OWN = {  # what a model of texts of a user's own lacks for a table, and what to use in place
    "phrases": ("it keeps single terms and no phrases", "model.top_terms() has the words"),
    "name_table": ("it keeps single terms and no phrases", "model.top_terms() has the words"),
    "prevalence": (
        "it does not know how long they are, or their series",
        "model.paragraph_topics().mean() is the mean share",
    ),
}


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Topics by non-negative matrix factorisation; made by `fit_topics`.

    `len(model)` is the number of topics.

    Attributes
    ----------
    corpus : Corpus
    labels : tuple of str
        Up to three phrases of each topic, by frequency and exclusivity; all differ, and none has
        more than 40 characters. Topics have no numbers of their own; use the label.
    terms : numpy.ndarray
        Terms of the model, shape (terms,).
    columns : numpy.ndarray
        Their columns in the vocabulary of the corpus, shape (terms,).
    components : numpy.ndarray
        Weight of terms in topics, shape (topics, terms), rows sum to 1; by "nmf" the strength of
        association times the root of the topic's part in all topics' weight of the term.
    wordings : numpy.ndarray
        Wordings that the model was fitted on, shape (m,).
    weights : numpy.ndarray
        Share of topics in each of them, shape (m, topics), rows sum to 1; a wording that
        holds no term of any topic has NaN.
    estimator : estimator of scikit-learn
        Places texts among the topics.
    weighting : sklearn.feature_extraction.text.TfidfTransformer or None
    stability : pandas.DataFrame
        Index `topic`; columns `stability` (how well the matches of a topic in two halves of the
        series, no series in both, agree: mean of the cosines of their terms and of the paragraphs
        that they take, 0 to 1, mean over pairs of halves), `low` and `high` (95 per cent), `word`:
        "stable" from 0.7, "doubtful" from 0.5, else "unstable"; `reason`: "", or why a topic is
        called unstable however well halves agree ("fewer than 50 series"; "so few topics agree as
        well where there are none": of fewer than ten topics one must agree better than topics of
        words dealt at random). On planted topics, twice as many asked for as there are, 91 of 100
        true ones are called stable and 4 of 100 of the others (`python -m benchmarks.planted`).
    themes : pandas.Series
        Theme of every topic: topics whose terms go with the same terms. See `at`.
    theme_stability : pandas.DataFrame
        As `stability`, for themes; "stable" from 0.85, as themes of words dealt at random reach
        0.84, and never when one joins more than a third of the topics.
    procedural : pandas.DataFrame
        Words that are frequent enough to be terms of the model and were kept out because they are
        of procedure: `term`, `resolutions`, `series`, `spread`, `reason`. Where words are counted
        (`prevalence`), all words of procedure are left out, also those not listed here: numbers,
        and words in too few or too many resolutions to be terms.
    names : pandas.DataFrame or None
        Names that were given with `renamed`, and whether they fit.
    counts : scipy.sparse array or None
        Of texts or counts of your own: counts of the terms, shape (texts, terms).
    joined : numpy.ndarray or None
        Of `at("themes")`: which theme each topic is in.
    within : numpy.ndarray or None
        Symbols of the resolutions that topics were found in (`on`); None for all of the data set.
        Only these are counted: the model tells nothing of others but by `place` and `profile`.

    Examples
    --------
    >>> from unres_research.analyse import fit_topics
    >>> from unres_research.corpus import count_text, example_corpus
    >>> model = fit_topics(example_corpus(), 4)
    >>> model
    <TopicModel of 4 topics: 20 terms, 16 wordings of <Corpus of 16 resolutions, ...>>
    >>> model.components.shape, model.weights.shape
    ((4, 20), (16, 4))

    Every subject of the example has four resolutions.

    >>> sorted(terms[0] for terms in model.top_terms(1))
    ['protect', 'repair', 'supply', 'tune']
    >>> model.prevalence()["prevalence"].round(2).tolist()
    [0.25, 0.25, 0.25, 0.25]
    >>> model.to_frame().columns.tolist()
    ['terms', 'theme', 'prevalence', 'coherence', 'stability', 'word']
    >>> model.summary()[0]
    'Of the 4 topics 0 are stable, 0 doubtful and 4 unstable: fewer than 50 series.'

    What a topic stands for; the resolutions of the example have no library subjects.

    >>> sorted(model.phrases(1)["phrase"])
    ['protect', 'repair', 'supply', 'tune']
    >>> len(model.subjects()), len(model.leading(2)), model.name_table().shape
    (0, 8, (4, 5))
    >>> model.transform(count_text([["protect", "fish"]], model.corpus)).max(axis=1).round(2)
    array([1.])
    >>> model.stability["word"].unique().tolist()  # 16 series are too few
    ['unstable']
    >>> model.topic_terms().shape, model.resolution_topics().shape
    ((4, 20), (16, 4))
    >>> model.paragraph_topics().shape
    (16, 4)

    Of 16 wordings 4 hold "protect", 3 of them "fish": log(4) / log(16 / 3) = 0.83.

    >>> model.coherence(n_terms=2).round(2).tolist()
    [0.83, 0.83, 0.83, 0.83]
    >>> found = model.representatives(per_topic=1)
    >>> bool(found["text"].str.startswith("Decides to ").all())
    True
    >>> model.positions().shape
    (4, 2)
    >>> text = model.corpus.resolution("A/RES/78/905")
    >>> model.profile(text).max(axis=1).round(2).to_dict()
    {'OP1': 1.0, 'all': 1.0}
    """

    corpus: Any
    labels: tuple[str, ...]
    terms: np.ndarray
    columns: np.ndarray
    components: np.ndarray
    wordings: np.ndarray
    weights: np.ndarray
    estimator: Any
    weighting: Any
    names: pd.DataFrame | None = None
    stability: Any = None
    themes: Any = None
    theme_stability: Any = None
    procedural: Any = None
    joined: np.ndarray | None = None
    counts: Any = None
    within: np.ndarray | None = None

    def __len__(self) -> int:
        """Return the number of topics."""
        return len(self.labels)

    def __repr__(self) -> str:
        """Name the sizes."""
        some = "" if self.within is None else f"{len(self.within):,} resolutions of "
        return (
            f"<TopicModel of {len(self)} topics: {len(self.terms):,} terms, "
            f"{len(self.wordings):,} wordings of {some}{self.corpus!r}>"
        )

    def _repr_html_(self) -> str:
        """Return the topics as HTML."""
        return shown.block(shown.table(self.to_frame()))

    def transform(self, counts: csr_array) -> np.ndarray:
        """Shares of topics of new texts.

        Parameters
        ----------
        counts : scipy.sparse array
            Shape (texts, vocabulary of the corpus), see `un.corpus.count_text`; of a model of texts
            or counts of your own (texts, terms of the model). Whole numbers.

        Returns
        -------
        numpy.ndarray
            Shape (texts, topics); rows sum to 1, NaN where no term of the model occurs.

        Raises
        ------
        UnresError
            When `counts` are no counts, or of another number of terms.
        """
        width = len(self.terms) if self.corpus is None else len(self.corpus.vocabulary)
        counts = as_counts(counts, width)
        if not counts.shape[0]:
            return np.zeros((0, len(self)))
        counts = counts if self.corpus is None else counts[:, self.columns]
        return self._together(as_shares(self.estimator, self._weighed(counts)))

    def _weighed(self, counts: csr_array) -> csr_array:
        """Counts of the terms of the model as the estimator takes them."""
        from scipy.sparse import csr_array

        counts = csr_array(counts).astype(float)
        return csr_array(counts if self.weighting is None else self.weighting.transform(counts))

    def _together(self, shares: np.ndarray) -> np.ndarray:
        """Shares of the topics that the estimator finds, summed where they were joined."""
        if self.joined is None:
            return shares
        found = np.zeros((len(shares), len(self)))
        np.add.at(found.T, self.joined, shares.T)
        return found

    def at(self, level: str) -> TopicModel:
        """Return the model of another level: "topics", or the "themes" that join them.

        Returns
        -------
        TopicModel
            Its topics are the themes: weights of terms averaged, shares summed, with their own
            stability. Every table and figure works at both levels.

        Examples
        --------
        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> model = fit_topics(example_corpus(), 8)
        >>> len(model), len(model.at("themes"))
        (8, 2)
        """
        check_known([level], ("topics", "themes"), "levels")
        if level == "topics" or self.themes is None or self.joined is not None:
            return self
        labels = tuple(self.theme_stability.index)
        place = np.array([labels.index(name) for name in self.themes])
        grouping = (place[None, :] == np.arange(len(labels))[:, None]).astype(float)
        components = grouping @ self.components / grouping.sum(axis=1, keepdims=True)
        return replace(
            self,
            labels=labels,
            components=components,
            weights=self.weights @ grouping.T,
            stability=self.theme_stability,
            themes=None,
            names=None,
            joined=place,
        )

    def topic_terms(self) -> pd.DataFrame:
        """Weight of every term in every topic: a table topics x terms, rows sum to 1."""
        import pandas as pd

        return pd.DataFrame(self.components, index=self._index(), columns=self.terms)

    def paragraph_topics(self) -> pd.DataFrame:
        """Share of every topic in every paragraph (of texts of your own: in every text).

        Returns
        -------
        pandas.DataFrame
            Index `symbol`, `paragraph` (or `text`, its number), a column a topic; rows sum to 1,
            NaN where no term of the model occurs. Body paragraphs of eight words or more, of the
            resolutions that topics were found in.
        """
        import pandas as pd

        columns = list(self.labels)
        if self.corpus is None:
            index = pd.Index(self.wordings, name="text")
            return pd.DataFrame(self.weights, index=index, columns=columns)
        at = self._rows_of_wordings()
        table = self.corpus.paragraphs
        row = np.where(self._own_paragraphs(), at[table["wording"].to_numpy()], -1)
        kept = table.loc[row >= 0, ["symbol", "paragraph"]]
        index = pd.MultiIndex.from_frame(kept)
        return pd.DataFrame(self.weights[row[row >= 0]], index=index, columns=columns)

    def resolution_topics(self) -> pd.DataFrame:
        """Share of every topic in the words of every resolution that topics were found in.

        Returns
        -------
        pandas.DataFrame
            Index `symbol`, a column a topic; rows sum to 1, NaN where no paragraph has a topic.
            Words of procedure do not count.
        """
        import pandas as pd

        self._needs_records("resolution_topics")
        mass, words, _ = self._words_by_resolution()
        shares = np.full(mass.shape, np.nan)
        np.divide(mass, words[:, None], out=shares, where=words[:, None] > 0)
        index, own = self.corpus.resolutions.index.rename("symbol"), own_rows(self)
        return pd.DataFrame(shares[own], index=index[own], columns=list(self.labels))

    def _own_paragraphs(self) -> np.ndarray:
        """Which rows of `corpus.paragraphs` are body paragraphs of the model's resolutions."""
        body = self.corpus.body()
        if self.within is not None:
            body = body & self.corpus.paragraphs["symbol"].isin(self.within).to_numpy()
        return np.asarray(body)

    def _rows_of_wordings(self) -> np.ndarray:
        """Row of every wording of the data set in `weights`, -1 where it has none."""
        at = np.full(self.corpus.n_wordings, -1)
        at[self.wordings] = np.arange(len(self.wordings))
        return at

    def _counted(self) -> csr_array:
        """Counts of the terms in what the model was fitted on."""
        if self.corpus is None:
            return self.counts
        return self.corpus.wording_counts[self.wordings][:, self.columns]

    def _needs_records(self, name: str) -> None:
        if self.corpus is None:
            why, instead = _OF_OWN.get(name, ("they have no symbols, dates or titles", _SHARES))
            raise UnresError(
                f"found a model of texts or counts of your own, expected one of a data set for "
                f"{name}: {why}; {instead}, or build a data set with un.build_corpus"
            )

    def top_terms(self, n: int = 10) -> list[list[str]]:
        """Return the `n` strongest terms of every topic, strongest first."""
        check_whole(n, "n", 1)
        return [self.terms[top].tolist() for top in strongest(self.components, n)]

    def to_frame(self, *, n_terms: int = 8) -> pd.DataFrame:
        """Return one row a topic: its terms, how much there is of it, how coherent it is.

        Returns
        -------
        pandas.DataFrame
            Index `topic` (label); columns `terms`, `theme` (of topics), `prevalence` (only for a
            data set) and `coherence` (see these methods), `stability` and `word`; most
            prevalent first. `attrs["procedural"]` is the share of all words of the resolutions that
            topics were found in, function words apart, that are of procedure and belong to no
            topic; a paragraph that comes back counts each time. `attrs["reason"]` says why no
            topic is called stable, "" where some may be. `attrs["caption"]` is a sentence.
        """
        import pandas as pd

        check_whole(n_terms, "n_terms", 1)
        told = [", ".join(terms) for terms in self.top_terms(n_terms)]
        table = pd.DataFrame({"terms": told}, index=self._index())
        if self.themes is not None:
            table["theme"] = self.themes.to_numpy()
        if self.corpus is not None:
            table["prevalence"] = self.prevalence()["prevalence"]
        table["coherence"] = self.coherence()
        if self.stability is not None:
            table = table.join(self.stability[["stability", "word"]])
        by = "prevalence" if "prevalence" in table else "stability"
        table = table.sort_values(by, ascending=False, kind="stable")
        table.attrs = {} if self.corpus is None else {"procedural": self._procedural()}
        if self.stability is not None and "reason" in self.stability:
            several = self.stability["reason"].unique()
            table.attrs["reason"] = several[0] if len(several) == 1 else ""
        of = "" if self.corpus is None else f" of {own_rows(self).sum():,} resolutions"
        kind = "topics" if self.joined is None else "themes"
        table.attrs["caption"] = f"The {len(self)} {kind}{of}, the most prevalent first."
        return table

    def summary(self) -> tuple[str, ...]:
        """Say how many topics and themes are stable, and how much is of procedure.

        Returns
        -------
        tuple of str
            A sentence each: of the topics, of the themes that join them, and of words of
            procedure.
        """
        levels = {"topics" if self.joined is None else "themes": self.stability}
        if self.themes is not None:
            levels["themes"] = self.theme_stability
        said = [_stable_said(name, known) for name, known in levels.items() if known is not None]
        if self.corpus is not None:
            where = "all resolutions" if self.within is None else "these resolutions"
            said.append(
                f"Function words apart, {self._procedural():.0%} of the words of {where} are words "
                "of procedure."
            )
        return tuple(said)

    def _procedural(self) -> float:
        """Share of the words of the model's resolutions, function words apart, of procedure."""
        counts, lengths = self.corpus.wording_counts, lengths_of(self.corpus)
        above, below = told_words(self.corpus, counts, lengths)
        at = self.corpus.paragraphs["wording"].to_numpy()[self._own_paragraphs()]
        return float(above[at].sum() / max(below[at].sum(), 1))

    def coherence(self, *, n_terms: int = 10) -> pd.Series:
        """Normalised pointwise mutual information of a topic's strongest terms.

        The mean over all pairs of its `n_terms` terms (two or more) of log(p(a, b) / (p(a) p(b)))
        / -log p(a, b), where p is the share of distinct wordings that hold the terms (of texts of
        your own: of texts). From -1
        (a pair never meets) to 1 (always together); higher means more coherent. A series by label.

        Notes
        -----
        Measured on the data that the topics were found in, so it flatters: use it to compare
        topics or models, not as proof that a topic means something.

        References
        ----------
        Bouma (2009), Normalized (pointwise) mutual information in collocation extraction, GSCL
        2009. Aletras & Stevenson (2013), Evaluating topic coherence using distributional
        semantics, IWCS 2013.
        """
        import pandas as pd

        check_whole(n_terms, "n_terms", 2)
        tops = strongest(self.components, n_terms).tolist()
        values = npmi((self._counted() > 0).astype(np.float64), tops)
        return pd.Series(values, index=self._index(), name="coherence")

    def prevalence(
        self, symbols: str | Iterable[str] | None = None, *, by: Any = None
    ) -> pd.DataFrame:
        """Share of each topic in the words of a group of resolutions, or of each of several.

        Parameters
        ----------
        symbols : str or iterable of str, optional
            The group; by default all resolutions that topics were found in.
        by : {"session", "month", "committee", "agenda_item", "vote", "part", "subject"}, mapping \
or pandas.Series, optional
            Divide these into groups: by session (regular ones), month of adoption ("2024-03"),
            Main Committee, item of the agenda ("session 78, item 13"; an item's number means
            something else every year, and a resolution may have two), with or without a vote,
            preamble or operative part (a sub-paragraph stands where its paragraph does), subject
            of the library's index (a resolution may have several); or by symbol, the group of
            each resolution.

        Returns
        -------
        pandas.DataFrame
            Index `topic`; columns `prevalence` (share of words of the paragraphs that have a
            topic, 0 to 1), `low`, `high` (95 per cent, by series; the topics are taken as given,
            stable or not), `reason`: "" or why the interval is NaN ("fewer than 10 occurrences":
            words; "found in fewer than 5 series"; "nothing but this topic"). `attrs` holds
            `resolutions`, `series`, `paragraphs`, `words`.

            With `by` one row a group and topic: `group`, `topic`, then the same columns, and
            `resolutions`, `series`, `words` of the group that have topics; groups in order, topics
            as in `labels`. `attrs` holds `left_out` (resolutions that stand in no group) and
            `by`. Every table ends with `word`, how stable the topic is, once that was measured.

        Raises
        ------
        UnresError
            When a symbol is not in the data set, or topics were not found in it (`on`), `by` is not
            understood, or nothing has a topic.

        Notes
        -----
        Nearly every text has a little of every topic, and few have much: a group may hold none of
        these, and nothing in it tells. So the variance is that of the group, with its degrees of
        freedom, and that of the whole data set, counted as three more; and the interval is that of
        a gamma distribution, which is skew. In samples of 10 to 300 series from the whole data
        set, one session, month, committee, part or subject such intervals held the share of what
        was sampled in 94 to 98 of 100 (`python -m benchmarks.inference topics`): in more than 95
        where a group is more alike than the whole. They are wide in small groups.

        References
        ----------
        Fay & Feuer (1997), Confidence intervals for directly standardized rates: a method based on
        the gamma distribution, Statistics in Medicine 16: the interval.
        Smyth (2004), Linear models and empirical Bayes methods for assessing differential
        expression in microarray experiments, Statistical Applications in Genetics and Molecular
        Biology 3: a variance moderated by that of the whole.
        """
        self._needs_records("prevalence")
        return prevalence_of(self, symbols, by)

    def differences(self, first: Any, second: Any = None, *, by: Any = None) -> pd.DataFrame:
        """Test whether topics are more, or less, prevalent in one group than in another.

        Parameters
        ----------
        first, second : iterable of str, or the name of a group
            Symbols of resolutions; with `by` the names of two of its groups, as 74 and 80 with
            `by="session"`. Without `second` all other resolutions that topics were found in (with
            `by`: all that stand in another group).
        by : {"session", "month", "committee", "agenda_item", "vote", "part", "subject"}, mapping \
or pandas.Series, optional
            As for `prevalence`.

        Returns
        -------
        pandas.DataFrame
            Index `topic`, as in `labels`; columns `first`, `second` (prevalence, 0 to 1),
            `difference` (first less second), `low`, `high` (95 per cent), `p` (two sides), `q`
            (Benjamini and Hochberg, over the topics), `reason`: "" or why there is no test (as
            for `prevalence`, of either group). `attrs` holds `first` and `second` (resolutions,
            series and words that have topics) and `paired` (series that stand in both); `word`
            as for `prevalence`.

        Raises
        ------
        UnresError
            When a symbol or group is not known, topics were not found in a resolution, one stands
            in both groups, or a group has no topics.

        Notes
        -----
        Judge by `q`: of many topics some have a small `p` by chance. The interval comes from those
        of both groups, by series, and where a series stands in both groups it is compared with
        itself. It leaves out 0 where `p` is below 0.05. Between groups drawn at random from the
        same series `p` was below 0.05 in 1 to 6 of 100 topics, and any `q` below 0.05 in at most
        4 of 100 tables; intervals held the true difference in 95 to 97 of 100
        (`python -m benchmarks.inference differences`). It is cautious: a permutation test finds
        more, but calls groups different that only vary differently. The topics are taken as given,
        and a difference of vocabulary is not one of positions. Not for a group that was chosen by
        the words that the topic is made of.

        References
        ----------
        Zou & Donner (2008), Construction of confidence limits about effect measures: a general
        approach, Statistics in Medicine 27: the interval. Welch (1947), The generalization of
        "Student's" problem when several different population variances are involved, Biometrika
        34: degrees of freedom. Benjamini & Hochberg (1995), Controlling the false discovery rate,
        Journal of the Royal Statistical Society B 57.

        Examples
        --------
        Of the four subjects of the example two are of session 77, too small for a test.

        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> table = fit_topics(example_corpus(), 4).differences(77, 78, by="session")
        >>> sorted(table["difference"].round(1).tolist())
        [-0.5, -0.5, 0.5, 0.5]
        >>> bool(table["p"].isna().all())
        True
        """
        self._needs_records("differences")
        return differences_of(self, first, second, by)

    def changes(
        self, first: int | None = None, last: int | None = None, *, until: str | None = None
    ) -> pd.DataFrame:
        """Test which topics rose or fell from one session to another.

        Parameters
        ----------
        first, last : int, optional
            Sessions; by default the first and the last of those that topics were found in.
        until : str, optional
            Month and day, as "06-04": only what both sessions adopted until that day. By default
            the last day of the data set where `last` is not over.

        Returns
        -------
        pandas.DataFrame
            As `differences`, with columns `before` and `after` for the prevalence in the sessions,
            the greatest rise first; `difference` is `after` less `before`. `attrs` holds
            `sessions`, `until`, `caption` and `summary`: a sentence of the topics that rose, and
            one of those that fell (`q` below 0.05; unstable ones are left out).

        Raises
        ------
        UnresError
            When a session is not in the data set, or there is one session only.

        Examples
        --------
        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> table = fit_topics(example_corpus(), 4).changes()
        >>> table.attrs["sessions"], table["after"].round(1).tolist()
        ((77, 78), [0.5, 0.5, 0.0, 0.0])
        """
        self._needs_records("changes")
        return changes_of(self, first, last, until)

    def effects(
        self,
        covariates: str = "session + committee + vote",
        *,
        symbols: str | Iterable[str] | None = None,
        data: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        """Regress the prevalence of every topic on what is known of resolutions.

        In the manner of structural topic models: by how many percentage points is the mean share
        of a topic in a resolution greater with each covariate, the others being the same?

        Parameters
        ----------
        covariates : str
            Names with + between: "session" (a number: the change from one to the next),
            "committee", "vote", or columns of `data`. Numbers are taken as numbers, unless in
            C(), as "C(session)"; all else are groups, each beside the one with the most
            resolutions (beside the least of numbers).
        symbols : str or iterable of str, optional
            Resolutions; by default all that topics were found in. Those without a value of some
            covariate are left out.
        data : pandas.DataFrame, optional
            More covariates, one row a symbol, one name or number each.

        Returns
        -------
        pandas.DataFrame
            One row a covariate and topic: `topic`, `covariate` ("session", "committee: Third"),
            `beside` ("" for numbers), `estimate` (percentage points), `low`, `high` (95 per
            cent), `p` (two sides), `q` (Benjamini and Hochberg, over the topics of a covariate),
            `reason`: "" or why nothing is inferred, `resolutions` and `series` (of the group, or
            all for numbers), `word` as for `prevalence`. `attrs` holds `resolutions`, `series` and
            `left_out`.

        Raises
        ------
        UnresError
            When statsmodels is missing (the extra `regression`), a covariate is not known, has
            one value, follows from the others, or is a column of `data` and one of the data set.

        Notes
        -----
        Least squares, as `estimateEffect` of the R package stm, each resolution counting once
        however long it is (`prevalence` counts words), with errors by series.

        A two-step approximation: the topics are found first and taken as given. Structural topic
        models draw the shares of topics from their posterior and carry its spread into the errors;
        non-negative factorisation has no posterior. Where words were drawn from known topics and
        fitted anew, 0.4 to 0.7 of a true effect was left, its sign kept in 88 of 100, and 72 to 89
        of 100 intervals held it (`python -m benchmarks.inference effects`): take an estimate for a
        lower bound of an effect's size. It says what goes with what among these resolutions, and
        not why. Not for covariates that were made from the same words as the topics.

        References
        ----------
        Roberts, Stewart, Tingley et al. (2014), Structural topic models for open-ended survey
        responses, American Journal of Political Science 58. Liang & Zeger (1986), Longitudinal
        data analysis using generalized linear models, Biometrika 73: errors by cluster. Moulton
        (1986), Random group effects and the precision of regression estimates, Journal of
        Econometrics 32, and Smyth (2004), see `prevalence`: the variance that moderates them.

        Examples
        --------
        Two of the four subjects of the example are of session 77 alone, each half of it.

        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> table = fit_topics(example_corpus(), 4).effects("session")
        >>> sorted(table["estimate"].round().tolist())
        [-50.0, -50.0, 50.0, 50.0]
        """
        self._needs_records("effects")
        return effects_of(self, covariates, symbols, data)

    def positions(self) -> pd.DataFrame:
        """Place the topics on a plane, so that those that share words stand near each other.

        Returns
        -------
        pandas.DataFrame
            Index `topic`; columns `x`, `y`: Jensen-Shannon distances between the topics'
            distributions over terms (0 to 0.83), shown on a plane as well as two dimensions can.
            `attrs["fit"]` is the correlation of distances on the plane with these.

        Notes
        -----
        Topics share few words, so that most are about equally far from each other, and no plane
        shows that: neighbours mean something, wide gaps and directions do not. Always the same
        for the same topics.

        References
        ----------
        Sievert & Shirley (2014), LDAvis: a method for visualizing and interpreting topics,
        Workshop on Interactive Language Learning, Visualization, and Interfaces, ACL: the
        distances. de Leeuw (1977), Applications of convex analysis to multidimensional scaling,
        in: Recent Developments in Statistics: the majorisation, started from Torgerson's scaling.
        """
        return places_of(self.components, self._index())

    def profile(self, record: Resolution) -> pd.DataFrame:
        """Share of each topic in a text, by paragraph and as a whole.

        Returns
        -------
        pandas.DataFrame
            One row a body paragraph of the text (index `paragraph`), a column a topic, and a
            last row "all": the mean weighted by words. Paragraphs of fewer than eight words,
            or without any term of the model, have NaN and do not count. `attrs` holds `known`,
            `carried` and `without_topic`, as in `place`.

        Notes
        -----
        Shares sum to 1 whether or not the text fits: a subject that the model does not know gets
        its nearest topics. `place` says how well they cover it. By a model of texts of your own
        short paragraphs count as well.
        """
        check_text(record)
        return _place.profile(self, record)

    def beside(
        self,
        record: Resolution,
        groups: Mapping[str, str | Iterable[str]] | None = None,
        *,
        n_topics: Iterable[int] | None = None,
    ) -> TextTopics:
        """Put the topics of a text beside those of groups of resolutions.

        Parameters
        ----------
        record : Resolution
        groups : mapping of str to symbols, optional
            Names of groups and symbols of their resolutions, also as a part of the data set
            (`corpus.about("oceans")`). Leave out the text itself, and what it was adopted as. A
            group without a resolution is left out.
        n_topics : iterable of int, optional
            Other numbers of topics, as for `ranges`.

        Returns
        -------
        TextTopics
            With tables, what `un.plot.topic_profile` draws, and `summary()`. See `TextTopics` for
            an example.

        Raises
        ------
        UnresError
            When the text has no word of the model, the model is not by "nmf", or topics were not
            found in a resolution of a group.

        Notes
        -----
        A group that was chosen by a subject speaks of that subject more than the rest do: that is
        how it was chosen, and no finding.
        """
        self._needs_records("beside")
        check_text(record)
        given = {} if groups is None else groups
        check_kind(given, Mapping, "the groups", "a mapping of names to symbols")
        return _beside.beside(self, record, given, n_topics)

    def ranges(
        self, record: Resolution, *, n_topics: Iterable[int] | None = None, n_samples: int = 3
    ) -> pd.DataFrame:
        """Share of a text in every topic, with how far other fits give another.

        The topics are found again in nine tenths of the series, each time another tenth left out,
        and in other numbers, of all series too. A topic of another fit counts with the topic of
        this model that it is nearest to (cosine of terms), so that one that is split in two is
        summed; of `at("themes")`, with the theme of that topic. The other fits are made once and
        kept with the model.

        Parameters
        ----------
        record : Resolution
        n_topics : iterable of int, optional
            Other numbers of topics, such as the range that `sweep_topics` recommends.
        n_samples : int
            Fits of each number.

        Returns
        -------
        pandas.DataFrame
            Index `topic`; columns `share` (0 to 1, as in `profile`), `low` and `high` (the least
            and greatest of all fits, this one included), `leading` (share of the fits in which the
            topic is the text's greatest), `word`. `attrs` holds `fits` and `n_topics`.

        Raises
        ------
        UnresError
            When the text has no word of the model, or the model is not by "nmf".

        Notes
        -----
        A range of fits, and no interval: it says what depends on choices that nobody can justify.
        State a share with it, or only what holds in all fits.

        Examples
        --------
        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> model = fit_topics(example_corpus(), 4)
        >>> found = model.ranges(model.corpus.resolution("A/RES/78/905"), n_samples=1)
        >>> bool((found["low"] <= found["share"]).all()), found.attrs
        (True, {'fits': 2, 'n_topics': [4]})
        """
        self._needs_records("ranges")
        check_text(record)
        return _ranges.ranges_of(self, record, n_topics, n_samples)

    def place(self, texts: str | Resolution | Iterable[str | Resolution]) -> pd.DataFrame:
        """Where unseen texts sit among the topics, and how well the topics cover them.

        Parameters
        ----------
        texts : str, Resolution, or iterable of them
            A string is one text, each of its lines a paragraph.

        Returns
        -------
        pandas.DataFrame
            One row a text, index `text` (its symbol, or "text 1"); columns `topic` (the one with
            the greatest share) and `share` (0 to 1); `known` (share of its words, function words
            and words of procedure apart, that are terms of the model); `carried` (of its ten most
            characteristic words, by tf-idf, the share that topics carry: whole for a word with a
            tenth of the weight of a topic's strongest term, less below); `nearest` (of the
            resolutions that topics were found in, the one whose words it is most like, itself
            apart) and `similarity` (cosine of tf-idf, 0 to 1); `percentile` (share of these
            resolutions that are known less well: a passage of about as many words set beside the
            others; less similar where topics carry less than a fifth, and by the share of words
            that no resolution holds, the lower of both ranks; NaN with fewer than 100), `is_known`
            (False up to 0.05 or where the model saw none of the words; <NA> where nothing can be
            said, with the reason in `said`), `without_topic` (the characteristic words that no
            topic carries whole), `said` (the same in a sentence), `word` (as in other tables), and
            a column a topic with its share, as in `profile`. A text without a paragraph of eight
            words has NaN.

        Raises
        ------
        UnresError
            When no text was given, or an empty one.

        Notes
        -----
        A subject is known when a text like this one was seen: topics alone cannot tell, for a text
        on another subject has many words that they carry. `is_known` was measured by leaving out of
        the fit all series on a subject, 33 in turn (`python -m benchmarks.placing`): 70% of its
        resolutions are told as unknown in the mean of subjects, most of them in 25, and 40% of
        passages of 128 words (15% of 16 words). Not told are those that stand near another subject
        (women beside rights and migrants). Of resolutions left out at random 5% are told as
        unknown, of passages of them of 128, 32 and 16 words 5%, 6% and 5%; of whole series left out
        at random 24%: they may be the only ones on their subject, or be worded anew. Invented texts
        from elsewhere are told in one paragraph, also in other languages. `without_topic` names the
        subject that was left out in 45% of its resolutions, and in 20% when it was not left out.

        By a model of texts of your own a string is one text, however short. Such a model keeps
        counts of its terms and nothing more, so that `is_known` is False for a text without any of
        these and else <NA>; `nearest`, `similarity` and `percentile` are empty. Terms of a table of
        counts are found when they are words, or phrases of two or three, as `un.corpus.words`
        gives them.

        References
        ----------
        Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval, Information
        Processing & Management 24: the cosine.

        Examples
        --------
        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> model = fit_topics(example_corpus(), 4)
        >>> found = model.place("Decides to tune the violins and bells of owls")
        >>> found["known"].round(2).tolist(), found["without_topic"].tolist()
        ([0.75], ['owls'])
        """
        return _place.place(self, texts)

    def representatives(self, *, per_topic: int = 3, min_share: float = 0.5) -> pd.DataFrame:
        """Paragraphs that stand for each topic, by symbol and number.

        Taken are those that hold the most weight of the topic's terms and give it at least
        `min_share` (0 to 1) of its own; from resolutions that topics were found in, with different
        titles, the latest where a wording recurs.

        Returns
        -------
        pandas.DataFrame
            Columns `topic`, `symbol`, `paragraph`, `adopted_on`, `share`, `title`, and `text`
            when the data set holds texts.
        """
        import pandas as pd

        self._needs_records("representatives")
        check_whole(per_topic, "per_topic", 1)
        check_share(min_share, "min_share")
        corpus = self.corpus
        table = corpus.paragraphs[self._own_paragraphs()]
        latest = table.drop_duplicates("wording", keep="last").set_index("wording")
        about = corpus.resolutions[["adopted_on", "title"]]
        places = latest.loc[self.wordings, ["symbol", "paragraph"]].join(about, on="symbol")
        matrix = self._weighed(corpus.wording_counts[self.wordings][:, self.columns])
        strength = matrix @ self.components.T
        found = []
        for k, label in enumerate(self.labels):
            topic = places.assign(topic=label, share=self.weights[:, k], strength=strength[:, k])
            topic = topic[topic["share"] >= min_share]
            topic = topic.sort_values("strength", ascending=False, kind="stable")
            found.append(topic.drop_duplicates("title").head(per_topic))
        columns = ["topic", "symbol", "paragraph", "adopted_on", "share", "title"]
        return with_word(self, corpus.with_texts(pd.concat(found, ignore_index=True)[columns]))

    def phrases(self, n: int = 10) -> pd.DataFrame:
        """At most `n` words and phrases of each topic, frequent in it and found in few others.

        Returns
        -------
        pandas.DataFrame
            Columns `topic`, `phrase`, `count` (occurrences, each wording's divided between topics
            as its weights are), `frequency` (share of the occurrences of all phrases in the
            topic), `exclusivity` (rate in the topic over the sum of its rates in all, 0 to 1) and
            `frex` (harmonic mean of the ranks by both, among the 300 most frequent); the best
            first. A phrase that has half of the occurrences of a word stands for the word.

        References
        ----------
        Bischof & Airoldi (2012), Summarizing topical content with word frequency and exclusivity,
        ICML 2012. Roberts, Stewart & Airoldi (2016), A model of text for experimentation in the
        social sciences, Journal of the American Statistical Association 111.
        """
        self._needs_records("phrases")
        return _about.phrases(self, n)

    def subjects(self, n: int = 5) -> pd.DataFrame:
        """At most `n` library subjects that go with each topic.

        Returns
        -------
        pandas.DataFrame
            Columns `topic`, `subject` (UNBIS term of five series or more), `series` (that have
            it, of those that topics were found in), `share` (of the topic in their words, mean over
            series), `times` (that share over the mean of all series) and `correlation`
            (point-biserial, over series), the highest first; only those above 0.
        """
        self._needs_records("subjects")
        return _about.subjects(self, n)

    def leading(self, n: int = 5) -> pd.DataFrame:
        """At most `n` resolutions that hold most words of each topic, with different titles.

        Of those that topics were found in.

        Returns
        -------
        pandas.DataFrame
            Columns `topic`, `symbol`, `adopted_on`, `words` (of the topic), `share` (of the words
            that have a topic) and `title`.
        """
        self._needs_records("leading")
        return _about.leading(self, n)

    def name_table(self, n: int = 3) -> pd.DataFrame:
        """What a name may be chosen by, one row a topic, at most `n` of each kind.

        Returns
        -------
        pandas.DataFrame
            Index `topic`; columns `phrases`, `subjects`, `paragraphs` (symbol and number) and
            `resolutions`, each a string; see `phrases`, `subjects`, `representatives`, `leading`.
        """
        self._needs_records("name_table")
        return _about.name_table(self, n)

    def export_names(self, path: str | Path) -> None:
        """Write a CSV in which topics may be renamed: fill its column `name`, see `renamed`.

        Columns `label`, `name` and `terms` (the ten strongest, by which the topic is found
        again). No cell is a formula for a spreadsheet. See `renamed` for an example.

        Raises
        ------
        UnresError
            When it cannot be written.
        """
        _renamed.export_names(self, path)

    def renamed(self, path: str | Path) -> TopicModel:
        """Return this model with names from a CSV, also from one that another fit wrote.

        Rows that have a name are matched to topics one to one, so that most terms are in common.
        A name is used when five of ten terms are (a third of all terms of both).

        Parameters
        ----------
        path : path
            As `export_names` writes it; commas, semicolons or tabs between cells, a first line
            such as "sep=;" or none.

        Returns
        -------
        TopicModel
            Its `names` says what became of every name: columns `label`, `name`, `terms` (as in
            the file), `topic` (label before it was renamed, "" where none fits), `overlap` (terms
            in common over terms of both) and `fits`.

        Raises
        ------
        UnresError
            When the file cannot be read, lacks a column, or gives a name twice or one that is
            another topic's label.

        Examples
        --------
        >>> import tempfile
        >>> from unres_research.analyse import fit_topics
        >>> from unres_research.corpus import example_corpus
        >>> model = fit_topics(example_corpus(), 4)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "names.csv")
        ...     model.export_names(path)
        ...     rows = path.read_text(encoding="utf-8-sig").replace(",,tune", ",Music,tune")
        ...     _ = path.write_text(rows, encoding="utf-8")
        ...     named = model.renamed(path)
        >>> "Music" in named.labels, named.names["fits"].tolist()
        (True, [True])
        """
        return _renamed.renamed(self, path)

    def save(self, path: str | Path) -> None:
        """Write the model into one file, whole or not at all; `open_topics` opens it.

        Raises
        ------
        UnresError
            When it cannot be written, or holds an estimator of your own: only running code when
            it is opened could bring that back.

        Notes
        -----
        Saved are arrays, tables and settings, and a digest of the data set, which must be there
        when the model is opened. See `unres_research.analyse.open_topics` for an example.
        """
        _saved.save(self, path)

    def _index(self) -> pd.Index:
        import pandas as pd

        return pd.Index(self.labels, name="topic")

    def _words_by_resolution(
        self, where: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Words by resolution and topic, words and paragraphs by resolution (with topics).

        As many of a paragraph's words count as its words that are not of procedure, function
        words apart. Of all body paragraphs of the resolutions that topics were found in, or those
        `where` the rows of `corpus.paragraphs` are wanted.
        """
        at, own = self._rows_of_wordings(), self._own_paragraphs()
        wanted = own if where is None else where & own
        table = self.corpus.paragraphs[wanted]
        row = at[table["wording"].to_numpy()]
        shares = np.where((row >= 0)[:, None], self.weights[row], np.nan)
        has = ~np.isnan(shares[:, 0])
        where = self.corpus.resolutions.index.get_indexer(table["symbol"])[has]
        words = substance_of(self.corpus)[table["wording"].to_numpy()][has]
        mass = np.zeros((len(self.corpus), len(self)))
        np.add.at(mass, where, shares[has] * words[:, None])
        totals, counts = (np.bincount(where, w, minlength=len(mass)) for w in (words, None))
        return mass, totals, counts


def _stable_said(level: str, known: pd.DataFrame) -> str:
    """How many topics or themes are stable, doubtful and unstable; why none is stable."""
    stable, doubtful, unstable = (
        int((known["word"] == word).sum()) for word in ("stable", "doubtful", "unstable")
    )
    reasons = known["reason"].unique().tolist() if "reason" in known else []
    why = f": {reasons[0]}" if len(reasons) == 1 and reasons[0] and not stable else ""
    return (
        f"Of the {len(known)} {level} {stable} are stable, {doubtful} doubtful and {unstable} "
        f"unstable{why}."
    )
