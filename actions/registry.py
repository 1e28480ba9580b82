"""Every action this server answers, by instance: services go in by constructor."""

from __future__ import annotations

from rasa_sdk.executor import ActionExecutor

from actions.about_me import AboutMe
from actions.account_help import AccountHelp
from actions.action import ShopAction
from actions.add_to_cart import AddToCart
from actions.answer_faq import AnswerFaq
from actions.change_order import ChangeOrder
from actions.cheaper import Cheaper
from actions.check_coupon import CheckCoupon
from actions.coupons import Coupons
from actions.fallback import Fallback
from actions.leave_review_form import LeaveReviewForm
from actions.more_like import MoreLike
from actions.not_interested import NotInterested
from actions.order_status import OrderStatus
from actions.other_language import OtherLanguage
from actions.out_of_scope import OutOfScope
from actions.problem_solved import ProblemSolved
from actions.product_details import ProductDetails
from actions.product_question import ProductQuestion
from actions.recommend import Recommend
from actions.recommend_gift import RecommendGift
from actions.refine_search import RefineSearch
from actions.review_product import ReviewProduct
from actions.search_products import SearchProducts
from actions.services.wiring import Services
from actions.site_problem import SiteProblem
from actions.start_over import StartOver
from actions.submit_review import SubmitReview
from actions.talk_to_person import TalkToPerson
from actions.validate_review_form import ValidateReviewForm

ACTIONS: tuple[type[ShopAction], ...] = (
    AboutMe,
    AccountHelp,
    AddToCart,
    AnswerFaq,
    ChangeOrder,
    Cheaper,
    CheckCoupon,
    Coupons,
    Fallback,
    LeaveReviewForm,
    MoreLike,
    NotInterested,
    OrderStatus,
    OtherLanguage,
    OutOfScope,
    ProblemSolved,
    ProductDetails,
    ProductQuestion,
    Recommend,
    RecommendGift,
    RefineSearch,
    ReviewProduct,
    SearchProducts,
    SiteProblem,
    StartOver,
    SubmitReview,
    TalkToPerson,
    ValidateReviewForm,
)


def make_executor(services: Services) -> ActionExecutor:
    executor = ActionExecutor()
    for action in ACTIONS:
        executor.register_action(action(services))
    return executor
